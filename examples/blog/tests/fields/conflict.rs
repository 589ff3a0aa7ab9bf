//! The conflict: what is told about an object that changed after the decision.

use crate::scene::{JSON, Request, Scene};
use crate::words::CALLERS;
use crate::write_table::targets;

/// Everybody who may change an object is told that it has changed, and nothing of it.
pub fn attack(scene: &mut Scene) {
    // From here on no row can be changed, as if another one were there.
    scene.freeze();
    for target in targets().iter().filter(|target| !target.adds()) {
        let fields = target.fields(None);
        let field = fields.iter().find(|field| field.is_for_anybody()).expect("a field");
        let body = format!("{{\"{}\":{}}}", field.name, field.value);
        for (caller, usual) in CALLERS.into_iter().zip(target.statuses) {
            let status = if usual == 200 { 409 } else { usual };
            let request = Request {
                caller,
                method: target.method,
                path: target.path,
                content_type: JSON,
                body: &body,
            };
            let reply = scene.ask(request);
            if reply.status != status || reply.body.contains("errors") {
                scene.mismatch(request, &format!("{} instead of {status}", reply.body));
            }
        }
    }
    let changes = scene.changes();
    assert!(changes.is_empty(), "{changes:?}");
}
