//! Setting the facts of one thing. Each fact must fit the thing, and at least one must change it.

use super::Refusal;
use super::patch::{Deprecation, NoWait, Patch, ReplacementChange, Set, WaitChange};
use spec::{
    Action, Deprecated, ErrorCode, Example, Localized, Member, RequestForm, Required, Sensitive,
    Service, Structure, Thing,
};

/// The facts of a patch that aren't applied yet.
pub(super) struct Facts {
    pub(super) set: Set,
    /// True if the patch changed the spec.
    pub(super) changed: bool,
    why: String,
}

impl Facts {
    pub(super) fn new(patch: &Patch) -> Self {
        Self {
            set: patch.set.clone(),
            changed: false,
            why: patch.why.clone(),
        }
    }

    pub(super) fn on_service(&mut self, service: &mut Service) {
        put(&mut self.changed, self.set.title.take(), &mut service.title);
        put(&mut self.changed, self.set.doc.take(), &mut service.doc);
        let endpoint = self.set.endpoint.take().map(Some);
        put(&mut self.changed, endpoint, &mut service.endpoint);
    }

    pub(super) fn on_action(&mut self, action: &mut Action) {
        put(&mut self.changed, self.set.title.take(), &mut action.title);
        put(&mut self.changed, self.set.doc.take(), &mut action.doc);
        let endpoint = self.set.endpoint.take().map(Some);
        put(&mut self.changed, endpoint, &mut action.domain);
        let rate = self.set.rate_limit.take().map(Some);
        put(&mut self.changed, rate, &mut action.rate_limit);
        let region = self.set.region.take().map(Some);
        put(&mut self.changed, region, &mut action.region);
        put(
            &mut self.changed,
            self.set.regions.take(),
            &mut action.regions,
        );
        let wait = self.set.wait.take().map(|change| match change {
            WaitChange::Remove(NoWait) => None,
            WaitChange::Replace(wait) => Some(wait),
        });
        put(&mut self.changed, wait, &mut action.wait);
        let replaced_by = self.set.replaced_by.take().map(|change| match change {
            ReplacementChange::Remove(_) => None,
            ReplacementChange::Replace(newer) => Some(Box::new(newer.with_reason(&self.why))),
        });
        put(&mut self.changed, replaced_by, &mut action.replaced_by);
        self.deprecate(&mut action.deprecated);
    }

    pub(super) fn on_structure(&mut self, structure: &mut Structure) {
        put(&mut self.changed, self.set.doc.take(), &mut structure.doc);
        self.deprecate(&mut structure.deprecated);
    }

    pub(super) fn on_error(&mut self, error: &mut ErrorCode) {
        put(&mut self.changed, self.set.doc.take(), &mut error.doc);
        put(&mut self.changed, self.set.common.take(), &mut error.common);
    }

    /// Sets facts of an example. A body also replaces an unreadable one.
    pub(super) fn on_example(&mut self, example: &mut Example) {
        put(&mut self.changed, self.set.title.take(), &mut example.title);
        put(&mut self.changed, self.set.doc.take(), &mut example.doc);
        if let Some(request) = self.set.request.take() {
            put(&mut self.changed, Some(Some(request)), &mut example.request);
            let form = Some(Some(RequestForm::Json));
            put(&mut self.changed, form, &mut example.request_form);
            example.request_raw = None;
            example.request_invalid = None;
            example.request_action = None;
        }
        if let Some(response) = self.set.response.take() {
            put(
                &mut self.changed,
                Some(Some(response)),
                &mut example.response,
            );
            example.response_raw = None;
            example.response_invalid = None;
        }
    }

    pub(super) fn on_member(&mut self, member: &mut Member) {
        let set = &mut self.set;
        put(
            &mut self.changed,
            set.type_name.take(),
            &mut member.type_name,
        );
        let required = set.required.take().map(|yes| Some(Required::Known(yes)));
        put(&mut self.changed, required, &mut member.required);
        put(&mut self.changed, set.nullable.take(), &mut member.nullable);
        put(&mut self.changed, set.doc.take(), &mut member.doc);
        put(
            &mut self.changed,
            set.example.take().map(Some),
            &mut member.example,
        );
        put(
            &mut self.changed,
            set.default.take().map(Some),
            &mut member.default,
        );
        put(&mut self.changed, set.values.take(), &mut member.values);
        put(
            &mut self.changed,
            set.constraints.take(),
            &mut member.constraints,
        );
        put(&mut self.changed, set.filters.take(), &mut member.filters);
        if let Some(secret) = set.sensitive.take()
            && secret != member.sensitive.is_some()
        {
            member.sensitive = if secret {
                Some(Sensitive::default())
            } else {
                None
            };
            self.changed = true;
        }
        self.deprecate(&mut member.deprecated);
    }

    /// Sets or removes a mark. `true` adds a mark without a note, but keeps an existing mark.
    fn deprecate(&mut self, mark: &mut Option<Deprecated>) {
        let note = match self.set.deprecated.take() {
            None => return,
            Some(Deprecation::Mark(wanted)) if wanted == mark.is_some() => return,
            Some(Deprecation::Mark(true)) => Some(Localized::default()),
            Some(Deprecation::Mark(false)) => None,
            Some(Deprecation::Note(note)) => Some(note),
        };
        let stated = note.map(|note| Deprecated {
            note,
            ..Deprecated::default()
        });
        put(&mut self.changed, Some(stated), mark);
    }

    /// Refuses a patch with a fact that doesn't fit the thing, and one that changed nothing.
    pub(super) fn finish(self, thing: &Thing) -> Result<(), Refusal> {
        if self.set != Set::default() {
            return Err(Refusal::new(
                format!("{} can't be set here", self.unused().join(", ")),
                format!("{}; delete the others", settable(thing)),
            )
            .at("set"));
        }
        if !self.changed {
            return Err(Refusal::new(
                "the patch changes nothing",
                "the documentation already says so: delete the patch",
            ));
        }
        Ok(())
    }

    /// Returns the keys of the facts that nothing has taken.
    fn unused(&self) -> Vec<&'static str> {
        let set = &self.set;
        [
            ("`title`", set.title.is_some()),
            ("`doc`", set.doc.is_some()),
            ("`endpoint`", set.endpoint.is_some()),
            ("`rate_limit`", set.rate_limit.is_some()),
            ("`region`", set.region.is_some()),
            ("`regions`", set.regions.is_some()),
            ("`paging`", set.paging.is_some()),
            ("`read_only`", set.read_only.is_some()),
            ("`wait`", set.wait.is_some()),
            ("`replaced_by`", set.replaced_by.is_some()),
            ("`rename`", set.rename.is_some()),
            ("`type`", set.type_name.is_some()),
            ("`required`", set.required.is_some()),
            ("`nullable`", set.nullable.is_some()),
            ("`example`", set.example.is_some()),
            ("`default`", set.default.is_some()),
            ("`values`", set.values.is_some()),
            ("`constraints`", set.constraints.is_some()),
            ("`filters`", set.filters.is_some()),
            ("`deprecated`", set.deprecated.is_some()),
            ("`sensitive`", set.sensitive.is_some()),
            ("`common`", set.common.is_some()),
            ("`request`", set.request.is_some()),
            ("`response`", set.response.is_some()),
        ]
        .into_iter()
        .filter(|(_, is_set)| *is_set)
        .map(|(key, _)| key)
        .collect()
    }
}

/// Returns the keys that fit a thing, in a sentence. CONTRIBUTING.md has the same table.
fn settable(thing: &Thing) -> &'static str {
    match thing {
        Thing::Service => "a service takes `title`, `doc` and `endpoint`",
        Thing::Action(_) => {
            "an action takes `title`, `doc`, `endpoint`, `rate_limit`, `region`, `regions`, \
             `paging`, `read_only`, `wait`, `replaced_by`, `deprecated` and `rename`"
        }
        Thing::Input { .. } | Thing::Output { .. } | Thing::Member { .. } => {
            "a member takes `type`, `required`, `nullable`, `doc`, `example`, `default`, `values`, \
             `constraints`, `filters`, `deprecated`, `sensitive` and `rename`"
        }
        Thing::Example { .. } => "an example takes `title`, `doc`, `request` and `response`",
        Thing::Structure(_) => "a structure takes `doc`, `deprecated` and `rename`",
        Thing::Error(_) => "an error takes `doc` and `common`",
    }
}

fn put<T: PartialEq>(changed: &mut bool, new: Option<T>, old: &mut T) {
    let Some(new) = new else { return };
    *changed |= new != *old;
    *old = new;
}
