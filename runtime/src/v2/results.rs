//! The results of an action on several resources.

use std::fmt;

use crate::codec::{
    Element, Field, Mapping, Member, ReadError, Reader, Schema, Structure, View, debug, equal,
    integer_from_text,
};

/// The results of an action on several resources, in the order of the reply. An action that works
/// asynchronously has only begun: [`task_ids`](Self::task_ids) name its tasks.
///
/// A call succeeds even if the action failed for some resources or all of them, so check the
/// [`outcome`](Self::outcome).
///
/// ```
/// use tencentcloud_api_runtime::v2::{Outcome, ResourceResult, ResourceResults};
///
/// let results = ResourceResults::from_iter([
///     ("ins-1", ResourceResult::succeeded("4711")),
///     ("ins-2", ResourceResult::failed("5104", "wrong state")),
/// ]);
/// assert_eq!(results.outcome(), Outcome::SomeFailed);
/// for (id, result) in results.failures() {
///     println!("{id}: {} {}", result.code(), result.message());
/// }
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct ResourceResults(Vec<(String, ResourceResult)>);

/// The parts of the resources for which an action failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// None failed.
    AllSucceeded,
    /// All failed.
    AllFailed,
    /// Some failed, others succeeded.
    SomeFailed,
}

/// The result of an action for one resource.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ResourceResult {
    /// The code as text; `0` for success. [`number`](Self::number) returns it as a number.
    pub code: Option<String>,
    /// The name of the error, if the reply has one.
    pub code_desc: Option<String>,
    /// The explanation of a failure.
    pub message: Option<String>,
    /// The id of the task that works on the resource. It is a number in some replies.
    pub request_id: Option<String>,
}

static RESOURCE_RESULT: Schema = Schema {
    name: "ResourceResult",
    members: &[
        Member::new("code"),
        Member::new("codeDesc"),
        Member::new("message"),
        Member::new("requestId"),
    ],
};

impl Structure for ResourceResult {
    fn schema(&self) -> &'static Schema {
        &RESOURCE_RESULT
    }
    fn member(&self, index: usize) -> Option<&dyn Field> {
        Some(match index {
            0 => &self.code,
            1 => &self.code_desc,
            2 => &self.message,
            3 => &self.request_id,
            _ => return None,
        })
    }
    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        Some(match index {
            0 => &mut self.code,
            1 => &mut self.code_desc,
            2 => &mut self.message,
            3 => &mut self.request_id,
            _ => return None,
        })
    }
}

impl fmt::Debug for ResourceResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(self, f)
    }
}

impl PartialEq for ResourceResult {
    fn eq(&self, other: &Self) -> bool {
        equal(self, other)
    }
}

impl ResourceResult {
    /// Returns a success with the id of its task.
    #[must_use]
    pub fn succeeded(task_id: impl Into<String>) -> Self {
        Self {
            code: Some("0".to_owned()),
            request_id: Some(task_id.into()),
            ..Self::default()
        }
    }

    /// Returns a failure with this code, `5104`, and explanation.
    #[must_use]
    pub fn failed(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: Some(code.into()),
            message: Some(message.into()),
            ..Self::default()
        }
    }

    /// Returns whether the action succeeded: the code is 0. A result without a code is a failure,
    /// because nothing says that the action took place.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.number() == Some(0)
    }

    /// Returns the name of the error, or else the code as text. Empty if the reply has neither.
    #[must_use]
    pub fn code(&self) -> &str {
        let name = self.code_desc.as_deref().filter(|name| !name.is_empty());
        name.or(self.code.as_deref()).unwrap_or_default()
    }

    /// Returns the code as a number; `None` if it isn't one.
    #[must_use]
    pub fn number(&self) -> Option<i64> {
        integer_from_text(self.code.as_deref()?)
    }

    /// Returns the explanation; empty if the reply has none.
    #[must_use]
    pub fn message(&self) -> &str {
        self.message.as_deref().unwrap_or_default()
    }

    /// Returns the id of the task that works on the resource.
    #[must_use]
    pub fn task_id(&self) -> Option<&str> {
        self.request_id.as_deref().filter(|id| !id.is_empty())
    }
}

impl ResourceResults {
    /// Reads results from JSON, such as the member `detail` of a reply to a call by name.
    ///
    /// # Errors
    /// If the text isn't a JSON object.
    pub fn from_json(json: impl AsRef<str>) -> Result<Self, ReadError> {
        let mut results = Self::default();
        let mut reader = Reader::new(json.as_ref());
        results.read(&mut reader)?;
        reader.finish()?;
        Ok(results)
    }

    /// Returns for how many of the resources the action failed. Without any resource, none failed.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self.failures().count() {
            0 => Outcome::AllSucceeded,
            failed if failed == self.len() => Outcome::AllFailed,
            _ => Outcome::SomeFailed,
        }
    }

    /// Returns all results with the ids of their resources.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ResourceResult)> {
        self.0.iter().map(|(id, result)| (id.as_str(), result))
    }

    /// Returns the failures with the ids of their resources.
    pub fn failures(&self) -> impl Iterator<Item = (&str, &ResourceResult)> {
        self.iter().filter(|(_, result)| !result.is_success())
    }

    /// Returns the ids of the tasks of the resources for which the action succeeded, each with the
    /// id of its resource.
    pub fn task_ids(&self) -> impl Iterator<Item = (&str, &str)> {
        let succeeded = self.iter().filter(|(_, result)| result.is_success());
        succeeded.filter_map(|(id, result)| Some((id, result.task_id()?)))
    }

    /// Returns the result of a resource.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&ResourceResult> {
        let found = self.iter().find(|(found, _)| *found == id);
        found.map(|(_, result)| result)
    }

    /// Returns the number of resources.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether the reply names no resource.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether these are results: there are some, and each has a code.
    pub(crate) fn are_stated(&self) -> bool {
        !self.is_empty() && self.iter().all(|(_, result)| result.code.is_some())
    }
}

impl<I: Into<String>> FromIterator<(I, ResourceResult)> for ResourceResults {
    fn from_iter<T: IntoIterator<Item = (I, ResourceResult)>>(results: T) -> Self {
        let results = results.into_iter();
        Self(results.map(|(id, result)| (id.into(), result)).collect())
    }
}

impl Mapping for ResourceResults {
    fn entry(&self, index: usize) -> Option<(&str, &dyn Structure)> {
        let (id, result) = self.0.get(index)?;
        Some((id, result))
    }

    fn show_default(&self, show: &mut dyn FnMut(View<'_>)) {
        show(View::Structure(&ResourceResult::default()));
    }
}

impl Element for ResourceResults {
    fn view(&self) -> View<'_> {
        View::Mapping(self)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        self.0.clear();
        reader.mapping(&mut |reader, id| {
            let mut result = ResourceResult::default();
            if Element::read(&mut result, reader)? {
                self.0.push((id, result));
            }
            Ok(())
        })
    }
}

impl fmt::Debug for ResourceResults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
