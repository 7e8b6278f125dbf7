//! The members that parameters set.

use std::collections::BTreeMap;

use spec::{Action, Member};

use crate::family::Family;
use crate::paths::{Reach, alike, below, find, joined};
use crate::roles::{Inference, has, is_close, is_option, is_region};
use crate::words::{normal, singular};

impl<'s> Inference<'s> {
    /// Returns the members that parameters set.
    pub(crate) fn sets(
        &self,
        action: &'s Action,
        family: &Family<'s>,
        without: &[&str],
    ) -> BTreeMap<String, String> {
        let mut sets = BTreeMap::new();
        let reaches = family
            .structure
            .map(|structure| below(self.spec, &structure.members))
            .unwrap_or_default();
        let own = family.id.as_ref().map(|(path, _)| path.clone());
        let mut note = |input: String, path: &str| {
            if own.as_deref() != Some(path) && !sets.values().any(|taken| taken == path) {
                sets.insert(input, path.to_owned());
            }
        };
        for member in action
            .input
            .iter()
            .filter(|member| !without.contains(&member.name.as_str()))
        {
            if is_option(member) || is_region(member, &self.spec.service.name) {
                continue;
            }
            if let Some(reach) = self.set_by(&reaches, member, family) {
                note(member.name.clone(), &reach.path);
            } else if self.is_part(action, member, family) {
                note(member.name.clone(), &member.name);
            } else if let Some(structure) = member
                .type_name
                .structure()
                .and_then(|name| self.spec.structure(name))
            {
                for inner in &structure.members {
                    let flat = Member::new(inner.name.clone(), inner.type_name.clone());
                    let reach = self.set_by(&reaches, &flat, family);
                    if let Some(reach) = reach.filter(|reach| is_close(reach, inner)) {
                        note(joined(&member.name, &inner.name), &reach.path);
                    }
                }
            }
        }
        sets
    }

    /// Returns the region of a new resource: the parameter, and the member that shows it.
    pub(crate) fn region(&self, action: &Action, family: &Family<'s>) -> Option<(String, String)> {
        let service = &self.spec.service.name;
        let is_region = |member: &&Member| is_region(member, service);
        let member = action.input.iter().find(is_region)?;
        let shown = family.structure?.members.iter().find(is_region)?;
        Some((member.name.clone(), shown.name.clone()))
    }

    pub(crate) fn set_by<'r>(
        &self,
        reaches: &'r [Reach<'s>],
        member: &Member,
        family: &Family<'_>,
    ) -> Option<&'r Reach<'s>> {
        let fits = |other: &Member| alike(&other.type_name, &member.type_name);
        find(reaches, &member.name, &family.named, &fits)
            .or_else(|| find(reaches, &member.name, &family.noun, &fits))
            .or_else(|| {
                // `SecurityGroups` of texts are ids.
                let ids = format!("{}id", singular(&normal(&member.name)));
                let is_text = member.type_name.structure().is_none();
                find(reaches, &ids, &family.named, &fits).filter(|_| is_text)
            })
            .or_else(|| {
                // `NewProjectId` replaces `ProjectId`.
                let present = member.name.strip_prefix("New");
                let present = present.filter(|rest| rest.starts_with(char::is_uppercase))?;
                find(reaches, present, &family.named, &fits)
            })
    }

    /// Returns whether another action describes this parameter as a part of the resource.
    pub(crate) fn is_part(&self, action: &Action, member: &Member, family: &Family<'_>) -> bool {
        let structure = member.type_name.structure();
        let main = family.structure.map(|structure| structure.name.as_str());
        // New resources as a whole aren't a part of one.
        structure.is_some()
            && structure != main
            && self.spec.actions.iter().any(|other| {
                other.name != action.name
                    && has(&other.output, &member.name, &member.type_name)
                    && other.input.iter().any(|input| {
                        self.families
                            .of_member(input)
                            .is_some_and(|one| one.name == family.name)
                    })
            })
    }
}
