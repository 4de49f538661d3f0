//! Every reference of the schema goes along and comes back.

use super::*;
use crate::field::{FieldKind, Value};

#[test]
fn every_reference_of_the_schema_goes_and_comes_back_ded_12() {
    for kind in [RecordKind::Contact, RecordKind::Account] {
        for reference in crate::reference::references(kind) {
            let session = memory::session("admin");
            let [stays, goes] = if kind == RecordKind::Contact {
                ["S", "L"].map(|name| contact(&session, named(name)).uuid())
            } else {
                ["S", "L"].map(|name| account(&session, name).uuid())
            };
            let field = reference.decl.fields[reference.field].name;
            let told = format!("{}.{field} to a {}", reference.decl.kind, kind.noun());
            let id = session.run(Refer {
                kind,
                field: field.into(),
                of: reference.decl.kind,
                to: goes,
            });
            let id = id.unwrap().0;
            let key = (reference.decl.kind, id);
            let before = dump(&session)[&key].clone();
            let merge_id = merge(&session, request(kind, &[stays, goes]))
                .unwrap()
                .merge_id;
            let between = dump(&session)[&key].to_string();
            assert!(!between.contains(&goes.to_string()), "{told}: {between}");
            part(
                &session,
                UnmergeRequest {
                    kind,
                    ..undo(merge_id)
                },
            )
            .unwrap();
            let after = &dump(&session)[&key];
            assert_eq!(after[field], before[field], "{told}");
        }
    }
}

/// Stores a record of a kind that refers to another one, whatever the rules say of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
struct Refer {
    of: RecordKind,
    field: String,
    kind: RecordKind,
    to: Uuid,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
struct Referring(Uuid);

plain_answer!(Referring);

impl Operation for Refer {
    const NAME: &'static str = "test.refer";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::post("/refer");
    const MODE: Mode = Mode::Write;
    type Output = Referring;

    fn execute(self, cx: &mut Context<'_>) -> Result<Referring> {
        let mut row = records::blank(self.of);
        row.id = cx.new_id();
        let decl = records::declaration(self.of);
        let (place, field) = decl.field(&self.field).unwrap();
        row.values[place] = match field.kind {
            FieldKind::List(_) => crate::field::to_json(&vec![self.to]),
            _ => Value::Id(self.to),
        };
        let by = field.options.refers_by.and_then(|name| decl.field(name));
        if let Some((by, _)) = by {
            row.values[by] = Value::Text(self.kind.name().to_owned());
        }
        let id = row.id;
        records::return_row(cx, self.of, row)?;
        Ok(Referring(id))
    }
}
