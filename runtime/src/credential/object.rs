//! JSON objects that hold keys, read by the codec and wiped when dropped.

/// Declares a structure for reading: its fields, each with its name in the JSON.
macro_rules! object {
    ($(#[$doc:meta])* $type:ident { $($field:ident: $kind:ty = $name:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Default)]
        pub(super) struct $type { $(pub(super) $field: Option<$kind>),* }

        impl $crate::codec::Structure for $type {
            fn schema(&self) -> &'static $crate::codec::Schema {
                static SCHEMA: $crate::codec::Schema = $crate::codec::Schema {
                    name: stringify!($type),
                    members: &[$($crate::codec::Member::new($name)),*],
                };
                &SCHEMA
            }

            fn member(&self, index: usize) -> Option<&dyn $crate::codec::Field> {
                let fields: &[&dyn $crate::codec::Field] = &[$(&self.$field),*];
                fields.get(index).copied()
            }

            fn member_mut(&mut self, index: usize) -> Option<&mut dyn $crate::codec::Field> {
                let fields: [&mut dyn $crate::codec::Field; _] = [$(&mut self.$field),*];
                fields.into_iter().nth(index)
            }
        }

        impl zeroize::Zeroize for $type {
            fn zeroize(&mut self) {
                $(self.$field.zeroize();)*
            }
        }

        impl Drop for $type {
            fn drop(&mut self) {
                zeroize::Zeroize::zeroize(self);
            }
        }
    };
}

pub(super) use object;
