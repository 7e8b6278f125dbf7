//! The code that all structures have, as a macro, so that generated crates need no feature for
//! `serde`.

/// Adds `Debug`, equality, and with the feature `serde` its traits. For a request, whose name
/// `Request` follows, also that calls take it by value. Traits without code per type, such as
/// `Json`, are implemented elsewhere.
#[doc(hidden)]
#[macro_export]
macro_rules! __structure {
    ($name:ident $($request:ident)?) => {
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::codegen::debug(self, f)
            }
        }

        impl ::std::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::codegen::equal(self, other)
            }
        }

        $(
            impl $crate::codegen::AsRequest for $name {
                // The mark of requests.
                type $request = Self;
            }
        )?

        $crate::codegen::structure_serde!($name);
    };
}

/// Adds the traits of `serde`.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __structure_serde {
    ($name:ident) => {
        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl $crate::codegen::serde_core::Serialize for $name {
            fn serialize<S: $crate::codegen::serde_core::Serializer>(
                &self,
                format: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::codegen::serialize(self, format)
            }
        }

        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl<'de> $crate::codegen::serde_core::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde_core::Deserializer<'de>>(
                format: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::codegen::deserialize(format)
            }
        }
    };
}

/// Adds nothing: the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __structure_serde {
    ($name:ident) => {};
}
