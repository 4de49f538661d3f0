"""Checks of the Swift package that need no Swift compiler; `cargo xtask test swift` runs them.

    python checks.py LIBRARY

LIBRARY is the compiled native library. Each check can fail, and those that look for something wrong
are first shown a planted mistake that they must notice. README.md says what stays unchecked.
"""

import ctypes
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import tree_sitter_swift
from clang.cindex import CursorKind, Diagnostic, Index, TranslationUnit
from tree_sitter import Language, Node, Parser

HERE = Path(__file__).parent
NATIVE = HERE / "Sources" / "CrmFFI"
ROOT = HERE.parent.parent
SOURCES = sorted(
    [
        HERE / "Package.swift",
        *HERE.glob("Sources/**/*.swift"),
        *HERE.glob("Tests/**/*.swift"),
        *ROOT.glob("examples/**/*.swift"),
    ]
)
PARSER = Parser(Language(tree_sitter_swift.language()))

# What Swift and its libraries declare, as far as the package uses it.
DECLARED_ELSEWHERE = set(
    """
    ArraySlice AsyncIteratorProtocol AsyncSequence Bool CaseIterable Codable CodingKey Comparable
    CustomStringConvertible Data Date Decimal Decodable Decoder DecodingError DispatchQueue Double
    Encodable Encoder ExpressibleByArrayLiteral ExpressibleByBooleanLiteral
    ExpressibleByDictionaryLiteral ExpressibleByFloatLiteral ExpressibleByIntegerLiteral
    ExpressibleByNilLiteral ExpressibleByStringLiteral Hashable Int Int64 JSONDecoder JSONEncoder
    Key KeyedDecodingContainer KeyedEncodingContainer LinkerSetting LocalizedError Sendable String
    Target Type UInt64 UInt8 URL UUID
    """.split()
)


class Failed(Exception):
    """What a check found wrong."""


def c_arguments() -> list[str]:
    """The C compiler's own headers, which the parser does not bring along."""
    found = subprocess.run(
        ["cc", "-print-file-name=include"], capture_output=True, text=True, check=True
    ).stdout.strip()
    return ["-std=c11", "-I", found]


def c_errors(path: Path, text: str | None, arguments: list[str]) -> tuple[TranslationUnit, list[str]]:
    """The parsed file and what is wrong with it."""
    unsaved = [(str(path), text)] if text is not None else []
    unit = Index.create().parse(str(path), args=arguments, unsaved_files=unsaved)
    return unit, [d.spelling for d in unit.diagnostics if d.severity >= Diagnostic.Error]


def header_parses() -> None:
    """The header is valid C, and an unknown type in it would be noticed."""
    header = NATIVE / "CrmFFI.h"
    arguments = ["-x", "c-header", *c_arguments()]
    _, errors = c_errors(header, None, arguments)
    if errors:
        raise Failed("; ".join(errors))
    _, planted = c_errors(header, header.read_text() + "\nNoSuchType broken(void);\n", arguments)
    if not planted:
        raise Failed("a planted unknown type was not noticed")


def module_imports() -> None:
    """The module map makes the header a module, and a module that is not there would be noticed."""
    with tempfile.TemporaryDirectory() as cache:
        arguments = [
            "-x",
            "objective-c",
            *c_arguments()[1:],
            "-fmodules",
            f"-fmodules-cache-path={cache}",
            f"-fmodule-map-file={NATIVE / 'module.modulemap'}",
        ]
        probe = Path(cache) / "probe.m"
        _, errors = c_errors(probe, "@import CrmFFI;\nRustBuffer *buffer;\n", arguments)
        if errors:
            raise Failed("; ".join(errors))
        _, planted = c_errors(probe, "@import CrmNothing;\n", arguments)
        if not planted:
            raise Failed("a module that is not there was not noticed")


def functions_exist(library: Path) -> None:
    """The library exports every function that the header declares."""
    unit, _ = c_errors(NATIVE / "CrmFFI.h", None, ["-x", "c-header", *c_arguments()])
    declared = {
        cursor.spelling
        for cursor in unit.cursor.get_children()
        if cursor.kind == CursorKind.FUNCTION_DECL and "crm_ffi" in cursor.spelling
    }
    loaded = ctypes.CDLL(str(library))
    missing = sorted(name for name in declared if not hasattr(loaded, name))
    if len(declared) < 20 or missing:
        raise Failed(f"{len(declared)} declared, missing: {missing}")
    if hasattr(loaded, "uniffi_crm_ffi_fn_method_nativeengine_nothing"):
        raise Failed("a function that is not there was found")
    print(f"  {len(declared)} functions")


def tree(text: str) -> Node:
    """The parsed file. The grammar lacks two attributes of recent Swift, which are left out."""
    text = re.sub(r"@_documentation\(visibility: \w+\)|@unknown(?= default)", "", text)
    return PARSER.parse(text.encode()).root_node


def faults(node: Node) -> Iterator[str]:
    """Where the parser lost its way."""
    if node.type == "ERROR" or node.is_missing:
        yield f"line {node.start_point[0] + 1}"
    elif node.has_error:
        for child in node.children:
            yield from faults(child)


def every_file_parses() -> None:
    """Every Swift file parses, and each of them with a closing brace less would be noticed."""
    for path in SOURCES:
        text = path.read_text()
        if wrong := list(faults(tree(text))):
            raise Failed(f"{path.relative_to(ROOT)}: {', '.join(wrong)}")
        last = max(text.rfind("}"), text.rfind(")"))
        if not list(faults(tree(text[:last] + text[last + 1 :]))):
            raise Failed(f"{path.relative_to(ROOT)}: a missing bracket was not noticed")
    print(f"  {len(SOURCES)} files")


def nodes(node: Node, kind: str) -> Iterator[Node]:
    """Every node of a kind."""
    if node.type == kind:
        yield node
    for child in node.children:
        yield from nodes(child, kind)


def text_of(node: Node) -> str:
    return (node.text or b"").decode()


def names(texts: list[str]) -> tuple[set[str], set[str]]:
    """The type names declared and the type names mentioned in these files."""
    declared: set[str] = set()
    mentioned: set[str] = set()
    for text in texts:
        root = tree(text)
        for kind in (
            "associatedtype_declaration",
            "class_declaration",
            "protocol_declaration",
            "typealias_declaration",
        ):
            for declaration in nodes(root, kind):
                if (name := declaration.child_by_field_name("name")) is not None:
                    declared.add(text_of(name).split(".")[-1].split("<")[0])
        for parameter in nodes(root, "type_parameter"):
            declared.add(text_of(parameter).split(":")[0].strip())
        for user_type in nodes(root, "user_type"):
            mentioned.update(text_of(n) for n in user_type.children if n.type == "type_identifier")
    # The grammar takes them for types where a function type follows attributes.
    mentioned -= {"async", "throws"}
    return declared, mentioned


def every_type_is_declared() -> None:
    """Every type that is mentioned is declared here or known to be Swift's; a misspelt one is noticed."""
    # What UniFFI wrote is its own affair, but what it declares counts.
    ours = [
        path.read_text()
        for path in SOURCES
        if path.name != "Native.swift" and {"Sources", "Package.swift"} & set(path.parts)
    ]
    declared, mentioned = names(ours)
    native, _ = names([path.read_text() for path in SOURCES if path.name == "Native.swift"])
    unknown = mentioned - declared - native - DECLARED_ELSEWHERE
    if unknown:
        raise Failed(f"not declared: {sorted(unknown)}")
    _, planted = names(["struct Probe { var contact: Contcat? }"])
    if planted - declared - native - DECLARED_ELSEWHERE != {"Contcat"}:
        raise Failed("a misspelt type was not noticed")
    print(f"  {len(mentioned)} types mentioned, {len(declared)} declared here")


def every_key_is_declared() -> None:
    """Every coding key that is used is declared by the type that uses it; a misspelt one is noticed."""

    def undeclared(text: str) -> list[str]:
        wrong: list[str] = []
        for owner in nodes(tree(text), "class_declaration"):
            keys = [
                inner
                for inner in nodes(owner, "class_declaration")
                if inner is not owner and text_of(inner).find(": String, CodingKey") > 0
            ]
            if not keys:
                continue
            declared = {
                text_of(entry).strip("`")
                for inner in keys
                for case in nodes(inner, "enum_entry")
                for entry in case.children
                if entry.type == "simple_identifier"
            }
            used = set(re.findall(r"forKey: \.`?(\w+)`?", text_of(owner)))
            name = owner.child_by_field_name("name")
            wrong += [f"{text_of(name) if name else '?'}.{key}" for key in used - declared]
        return wrong

    count = 0
    for path in SOURCES:
        if path.name == "Native.swift":
            continue
        text = path.read_text()
        count += text.count("forKey: .")
        if wrong := undeclared(text):
            raise Failed(f"{path.relative_to(ROOT)}: {', '.join(wrong)}")
    planted = "struct P { enum CodingKeys: String, CodingKey { case a }\nfunc f() { x(forKey: .b) } }"
    if undeclared(planted) != ["P.b"]:
        raise Failed("a misspelt key was not noticed")
    print(f"  {count} uses")


def every_struct_is_finite() -> None:
    """No struct holds itself other than in a list or map, which Swift refuses; one that does is noticed."""

    def endless(text: str) -> list[str]:
        held: dict[str, set[str]] = {}
        for part in text.split("public struct ")[1:]:
            name = re.match(r"\w+", part)
            if name is not None:
                body = part.split("\n}")[0]
                held[name[0]] = set(re.findall(r"^    public var `?\w+`?: (\w+)\??$", body, re.M))
        wrong: list[str] = []
        for name in held:
            reached, waiting = set[str](), [name]
            while waiting:
                for inner in held.get(waiting.pop(), set()) - reached:
                    reached.add(inner)
                    waiting.append(inner)
            wrong += [name] if name in reached else []
        return wrong

    types = (HERE / "Sources" / "Crm" / "Generated" / "Types.swift").read_text()
    if wrong := endless(types):
        raise Failed(f"without end: {', '.join(wrong)}")
    planted = "public struct P {\n    public var q: Q?\n}\npublic struct Q {\n    public var p: P\n}\n"
    if endless(planted) != ["P", "Q"]:
        raise Failed("structs that hold each other were not noticed")


def main() -> int:
    library = Path(sys.argv[1]).resolve()
    checks: dict[str, Callable[[], None]] = {
        "the header is valid C": header_parses,
        "the module map makes it a module": module_imports,
        "every declared function is exported": lambda: functions_exist(library),
        "every Swift file parses": every_file_parses,
        "every type mentioned is declared": every_type_is_declared,
        "every coding key is declared": every_key_is_declared,
        "every struct is finite": every_struct_is_finite,
    }
    failed = 0
    for name, check in checks.items():
        try:
            check()
            print(f"{name}: ok")
        except Failed as reason:
            failed += 1
            print(f"{name}: FAILED: {reason}")
    print(f"checks: {len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
