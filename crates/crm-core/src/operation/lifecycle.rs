//! Archive, restore and purge, which every entity has in the same form.

/// Declares the operations that archive, restore and purge a record kind.
macro_rules! lifecycle {
    (@archive $record:ident, $group:literal, $path:literal, $delete:ident => $archive:ident) => {
        #[doc = concat!("Archives a record of `", $group, "`: it leaves lists, searches and \
            matching, and can be restored.")]
        #[derive(
            Debug, Clone, Default, ::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema,
        )]
        pub struct $archive {
            /// Which record.
            pub id: $crate::field::Id<$record>,
        }

        impl $crate::operation::Operation for $archive {
            const NAME: &'static str = concat!($group, ".archive");
            const PERMISSION: $crate::access::Permission = $crate::access::Permission::$delete;
            const ROUTE: $crate::operation::Route =
                $crate::operation::Route::delete(concat!($path, "/{id}"));
            const MODE: $crate::operation::Mode = $crate::operation::Mode::Write;
            type Output = $record;

            fn execute(
                self,
                cx: &mut $crate::operation::Context<'_>,
            ) -> $crate::error::Result<$record> {
                cx.archive(self.id)
            }
        }
    };
    (@restore $record:ident, $group:literal, $path:literal, $delete:ident => $restore:ident) => {
        #[doc = concat!("Brings a record of `", $group, "` back from the archive.")]
        #[derive(
            Debug, Clone, Default, ::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema,
        )]
        pub struct $restore {
            /// Which record.
            pub id: $crate::field::Id<$record>,
        }

        impl $crate::operation::Operation for $restore {
            const NAME: &'static str = concat!($group, ".restore");
            const PERMISSION: $crate::access::Permission = $crate::access::Permission::$delete;
            const ROUTE: $crate::operation::Route =
                $crate::operation::Route::post(concat!($path, "/{id}/restore"));
            const MODE: $crate::operation::Mode = $crate::operation::Mode::Write;
            type Output = $record;

            fn execute(
                self,
                cx: &mut $crate::operation::Context<'_>,
            ) -> $crate::error::Result<$record> {
                cx.restore(self.id)
            }
        }
    };
    (@purge $record:ident, $group:literal, $path:literal, $permission:ident => $purge:ident) => {
        #[doc = concat!("Removes an archived record of `", $group, "` for good. While other \
            records refer to it the call is refused with their number by kind; with `confirm`, \
            references to it are cleared, and records that mean nothing without it are purged too.")]
        #[derive(
            Debug, Clone, Default, ::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema,
        )]
        pub struct $purge {
            /// Which record.
            pub id: $crate::field::Id<$record>,
            /// Goes on although other records refer to it.
            #[serde(default)]
            pub confirm: bool,
        }

        impl $crate::operation::Operation for $purge {
            const NAME: &'static str = concat!($group, ".purge");
            const PERMISSION: $crate::access::Permission =
                $crate::access::Permission::$permission;
            const ROUTE: $crate::operation::Route =
                $crate::operation::Route::post(concat!($path, "/{id}/purge"));
            const MODE: $crate::operation::Mode = $crate::operation::Mode::Write;
            type Output = $crate::reference::Purged;

            fn execute(
                self,
                cx: &mut $crate::operation::Context<'_>,
            ) -> $crate::error::Result<$crate::reference::Purged> {
                $crate::reference::purge::<$record>(cx, self.id, self.confirm)
            }
        }
    };
}
pub(crate) use lifecycle;
