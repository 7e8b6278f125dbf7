//! Selection of resources: filters, compared parameters, and pages.

use behave::{Paging, Role};
use serde_json::{Map, Value};

use crate::failure::{Failure, shown};
use crate::store::Resource;
use crate::{Call, paths};

/// Returns whether a resource passes the filters and compared parameters of a call.
pub(crate) fn passes(
    call: &Call<'_>,
    role: &Role,
    filters: &[Filter],
    resource: &Resource,
) -> bool {
    let content = resource.content();
    filters.iter().all(|filter| filter.passes(content))
        && role.matches.iter().all(|(input, path)| {
            let wanted = paths::texts(call.parameters, input);
            let present = || paths::texts(content, path);
            wanted.is_empty() || present().iter().any(|value| wanted.contains(value))
        })
}

/// A filter of a call.
#[derive(Debug)]
pub(crate) struct Filter {
    path: String,
    /// Key of the tag, if the filter compares the values of one.
    key: Option<String>,
    values: Vec<String>,
}

impl Filter {
    fn passes(&self, content: &Map<String, Value>) -> bool {
        let Some(key) = &self.key else {
            let present = paths::texts(content, &self.path);
            return present.iter().any(|value| self.values.contains(value));
        };
        let tags = paths::all(content, &self.path)
            .into_iter()
            .filter_map(Value::as_object);
        let mut tags = tags.map(|tag| {
            let of = |ending: &str| {
                let mut fields = tag.iter();
                let found = fields.find(|(name, _)| name.to_ascii_lowercase().ends_with(ending));
                found.and_then(|(_, value)| paths::text(value))
            };
            (of("key"), of("value"))
        });
        tags.any(|(name, value)| {
            name.as_ref() == Some(key) && value.is_some_and(|value| self.values.contains(&value))
        })
    }
}

/// Returns the filters of a call that compare known members.
///
/// # Errors
///
/// Fails for a filter that the documentation doesn't have, if a code for that is documented.
pub(crate) fn filters(call: &Call<'_>, role: &Role) -> Result<Vec<Filter>, Failure> {
    let Some(parameter) = &role.filters else {
        return Ok(Vec::new());
    };
    let given = call.parameters.get(parameter).and_then(Value::as_array);
    let mut found = Vec::new();
    for item in given.into_iter().flatten().filter_map(Value::as_object) {
        let name = ["Name", "Key", "name"]
            .iter()
            .find_map(|name| item.get(*name)?.as_str());
        let Some(name) = name else {
            continue;
        };
        let values = ["Values", "Value", "values"]
            .iter()
            .flat_map(|name| paths::texts(item, name));
        let values: Vec<String> = values.collect();
        let own = role.filter_members.get(name).map(|path| (path, None));
        let tagged = || {
            let (fixed, key) = name.split_once(':')?;
            let mut all = role.filter_members.iter();
            let (_, path) =
                all.find(|(other, _)| other.split_once(':').is_some_and(|(one, _)| one == fixed))?;
            Some((path, Some(key.to_owned())))
        };
        match own.or_else(tagged) {
            Some((path, key)) => found.push(Filter {
                path: path.clone(),
                key,
                values,
            }),
            None => is_documented(call, role, parameter, name)?,
        }
    }
    Ok(found)
}

fn is_documented(call: &Call<'_>, role: &Role, parameter: &str, name: &str) -> Result<(), Failure> {
    let member = call
        .action
        .input
        .iter()
        .find(|member| member.name == parameter);
    let documented = member.map_or(&[][..], |member| &member.filters);
    let fixed = name.split(':').next().unwrap_or(name);
    let is_known = documented.iter().any(|filter| {
        filter.name == name
            || filter
                .name
                .split_once(':')
                .is_some_and(|(one, _)| one == fixed)
    });
    match &role.codes.filter {
        Some(code) if !is_known && !documented.is_empty() => {
            let names: Vec<&str> = documented
                .iter()
                .map(|filter| filter.name.as_str())
                .collect();
            let message = format!(
                "`{}` isn't a filter of {}: choose from {}.",
                shown(name),
                call.action.name,
                names.join(", ")
            );
            Err(Failure::new(&[Some(code)], message))
        }
        _ => Ok(()),
    }
}

/// A page of resources, and the token of the next one.
pub(crate) struct Page<'r> {
    pub(crate) resources: Vec<&'r Resource>,
    pub(crate) next: Option<String>,
}

/// Returns the page that a call asks for.
pub(crate) fn page<'r>(call: &Call<'_>, paging: Option<&Paging>, all: &[&'r Resource]) -> Page<'r> {
    let number = |name: &str| {
        let text = paths::texts(call.parameters, name).into_iter().next()?;
        text.trim().parse::<usize>().ok()
    };
    let (skip, size) = match paging {
        None => (0, all.len()),
        Some(Paging::Offset {
            offset,
            limit,
            size,
        }) => (number(offset).unwrap_or(0), number(limit).unwrap_or(*size)),
        Some(Paging::Page {
            number: page,
            limit,
            size,
        }) => {
            let size = number(limit).unwrap_or(*size);
            (
                number(page)
                    .unwrap_or(1)
                    .saturating_sub(1)
                    .saturating_mul(size),
                size,
            )
        }
        Some(Paging::Token {
            token, limit, size, ..
        }) => {
            let given = paths::texts(call.parameters, token)
                .into_iter()
                .next()
                .unwrap_or_default();
            let skip = given.strip_prefix(TOKEN).and_then(|text| text.parse().ok());
            let limit = limit.as_deref().and_then(number);
            (skip.unwrap_or(0), limit.unwrap_or(*size))
        }
    };
    let resources: Vec<&Resource> = all.iter().skip(skip).take(size).copied().collect();
    let end = skip.saturating_add(resources.len());
    Page {
        next: (end < all.len()).then(|| format!("{TOKEN}{end}")),
        resources,
    }
}

/// Beginning of the tokens of pages.
const TOKEN: &str = "page-from-";
