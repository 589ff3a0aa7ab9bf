//! `Concern`: the keys of one trait, all in one hash slot, and the script that works on them.

use std::fmt::Display;

use ::redis::{Script, ScriptInvocation};

pub(super) struct Concern {
    /// With a hash tag, so that whatever begins with it has the same slot.
    slot: String,
    script: Script,
}

impl Concern {
    pub(super) fn new(prefix: &str, name: &str, script: &str) -> Self {
        Self { slot: format!("{{{prefix}:{name}}}"), script: Script::new(script) }
    }

    /// The step of the script with this name; its arguments are still to come.
    pub(super) fn step(&self, name: &str) -> ScriptInvocation<'_> {
        let mut step = self.script.prepare_invoke();
        step.key(&self.slot).arg(name);
        step
    }

    /// A key of this concern, as the script names it too.
    pub(super) fn key(&self, kind: &str, name: impl Display) -> String {
        format!("{}:{kind}:{name}", self.slot)
    }
}
