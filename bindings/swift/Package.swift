// swift-tools-version: 5.9
import PackageDescription

// On Apple platforms the engine comes as an XCFramework, which `make-xcframework` builds. On Linux it
// is the shared library that cargo builds; name its folder with `-Xlinker -L`.
#if os(Linux)
let native: Target = .systemLibrary(name: "CrmFFI", path: "Sources/CrmFFI")
let linked: [LinkerSetting] = [.linkedLibrary("crm_ffi")]
#else
let native: Target = .binaryTarget(name: "CrmFFI", path: "CrmFFI.xcframework")
let linked: [LinkerSetting] = []
#endif

let package = Package(
    name: "Crm",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [
        .library(name: "Crm", targets: ["Crm"])
    ],
    targets: [
        native,
        .target(name: "Crm", dependencies: ["CrmFFI"], linkerSettings: linked),
        .testTarget(name: "CrmTests", dependencies: ["Crm"]),
    ]
)
