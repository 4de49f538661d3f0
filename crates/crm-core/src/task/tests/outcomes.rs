//! The words that say what came of a task.

use crate::field::Patch;
use crate::settings::{SettingsPatch, UpdateSettings};
use crate::task::{CompleteTask, CreateTask, OUTCOMES, Task, TaskDraft, TaskPatch, UpdateTask};
use crate::timeline::given::World;

fn create(world: &World) -> Task {
    let task = TaskDraft {
        subject: "Call".into(),
        ..TaskDraft::default()
    };
    let created = world.admin.tasks().create(CreateTask {
        task,
        ..CreateTask::default()
    });
    created.unwrap().task
}

#[test]
fn an_outcome_is_one_of_the_tenant_s_words_act_14() {
    let world = World::new();
    let complete = |outcome: &str| {
        let id = create(&world).id;
        world.admin.tasks().complete(CompleteTask {
            id,
            outcome: Some(outcome.to_owned()),
            ..CompleteTask::default()
        })
    };
    for word in OUTCOMES {
        let done = complete(&word.to_uppercase()).unwrap().task;
        assert_eq!(done.outcome.as_deref(), Some(*word));
    }
    assert_eq!(complete("maybe").unwrap_err().field(), Some("outcome"));
    let former = complete("reached").unwrap().task;

    let own = |words: &[&str]| SettingsPatch {
        task_outcomes: Patch::Set(words.iter().map(|word| (*word).to_owned()).collect()),
        ..SettingsPatch::default()
    };
    world.settings(own(&[" Größer", "Kleiner"]));
    assert_eq!(
        complete("GRÖSSER").unwrap().task.outcome.as_deref(),
        Some("Größer")
    );
    assert_eq!(complete("reached").unwrap_err().field(), Some("outcome"));
    // What was a word when it was given stays, and hinders no other change.
    let changed = world.admin.tasks().update(UpdateTask {
        id: former.id,
        patch: TaskPatch {
            subject: Patch::set("b"),
            ..TaskPatch::default()
        },
        ..UpdateTask::default()
    });
    assert_eq!(changed.unwrap().task.outcome, former.outcome);
    let update = |patch| {
        let update = UpdateSettings {
            patch,
            ..UpdateSettings::default()
        };
        world.admin.settings().update(update)
    };
    for (words, field) in [
        (own(&["a", "A"]), "task_outcomes[1]"),
        (own(&[" "]), "task_outcomes[0]"),
    ] {
        assert_eq!(update(words).unwrap_err().field(), Some(field));
    }
}
