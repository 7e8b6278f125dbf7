//! The commands that publish a plan, at the pace that crates.io accepts.

use std::fmt;

use serde::Serialize;

use crate::{Plan, Role};

/// New crates that crates.io accepts at once.
const NEW_AT_ONCE: usize = 5;
/// The seconds after which it accepts one more.
const NEW_PAUSE: u32 = 600;
/// Versions of known crates that crates.io accepts at once.
const KNOWN_AT_ONCE: usize = 30;
/// The seconds after which it accepts one more.
const KNOWN_PAUSE: u32 = 60;

/// A line of the script that publishes a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "do", rename_all = "lowercase")]
pub enum Instruction {
    /// Wait, because crates.io refuses more at once.
    Wait {
        /// The seconds to wait.
        seconds: u32,
    },
    /// Publish a crate.
    Publish {
        /// The crate's name.
        name: String,
        /// The crate's place in the order.
        role: Role,
    },
    /// Record the crate as published.
    Record {
        /// The crate's name.
        name: String,
        /// The published version.
        version: String,
    },
}

/// Returns the instructions that publish the steps of a plan in their order.
pub fn instructions(plan: &Plan) -> Vec<Instruction> {
    let mut instructions = Vec::new();
    let (mut new, mut known) = (0, 0);
    for step in &plan.steps {
        let (count, at_once, seconds) = match step.from {
            None => (&mut new, NEW_AT_ONCE, NEW_PAUSE),
            Some(_) => (&mut known, KNOWN_AT_ONCE, KNOWN_PAUSE),
        };
        if *count >= at_once {
            instructions.push(Instruction::Wait { seconds });
        }
        *count += 1;
        instructions.push(Instruction::Publish {
            name: step.name.clone(),
            role: step.role,
        });
        instructions.push(Instruction::Record {
            name: step.name.clone(),
            version: step.to.clone(),
        });
    }
    instructions
}

/// The instruction as a line of a shell script.
impl fmt::Display for Instruction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wait { seconds } => write!(f, "sleep {seconds}"),
            Self::Publish {
                name,
                role: Role::Runtime | Role::Companion,
            } => write!(f, "cargo publish --package {name}"),
            Self::Publish { name, .. } => write!(
                f,
                "cargo publish --manifest-path generated/Cargo.toml --package {name}"
            ),
            Self::Record { name, version } => {
                write!(f, "cargo xtask release --published {name}@{version}")
            }
        }
    }
}
