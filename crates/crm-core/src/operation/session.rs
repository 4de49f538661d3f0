//! A session: one actor of one tenant.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::gateway::{self, CallOptions};
use super::{Context, Engine, Mode, Operation};
use crate::access::{Access, Actor, Answer, Permission, Told};
use crate::error::{Error, ErrorCode, Result};
use crate::port::Remembered;

/// Calls of one actor for one tenant. It holds no transaction: every call is one.
#[derive(Debug, Clone)]
pub struct Session {
    engine: Engine,
    actor: Actor,
}

impl Session {
    pub(super) fn new(engine: Engine, actor: Actor) -> Self {
        Self { engine, actor }
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    pub(super) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Keeps bytes in memory for an import, as [`Engine::stage`] does.
    pub(crate) fn stage(&self, bytes: Vec<u8>) -> String {
        let parts = self.engine.parts();
        parts
            .staging
            .keep(parts.ids.salt(), Some(self.actor.tenant), bytes)
    }

    /// Forgets staged bytes.
    pub(crate) fn unstage(&self, handle: &str) {
        self.engine.parts().staging.forget(handle);
    }

    /// Runs an operation: checks the permission, runs it in one transaction, commits, and
    /// removes from the answer what the actor may not see.
    pub fn run<O: Operation>(&self, operation: O) -> Result<O::Output> {
        self.run_with(operation, &CallOptions::default())
    }

    /// Runs an operation with options, such as an idempotency key.
    pub fn run_with<O: Operation>(&self, operation: O, options: &CallOptions) -> Result<O::Output> {
        let parts = self.engine.parts();
        parts.defect.check()?;
        let mut transaction = parts.storage.begin(self.actor.tenant, O::MODE)?;
        let access = Access::load(transaction.as_mut(), &self.actor)?;
        access.require(operation.permission())?;

        let key = options
            .idempotency_key
            .as_deref()
            .filter(|_| O::MODE == Mode::Write);
        let fingerprint = match key {
            Some(_) => self.fingerprint(&operation)?,
            None => [0; 32],
        };
        if let Some(key) = key {
            check_key(key)?;
            if let Some(remembered) = transaction.recall(key)? {
                return replay::<O>(&remembered, fingerprint, &access);
            }
        }

        let mut context = Context::new(
            &self.engine,
            transaction.as_mut(),
            access,
            O::NAME,
            operation.permission(),
        );
        context.watch_reads()?;
        let permission = operation.permission();
        let mut answer = operation.execute(&mut context)?;
        let whole = match key {
            Some(_) => serde_json::to_vec(&answer).map_err(|_| unserialisable())?,
            None => Vec::new(),
        };
        answer.project(context.access());
        let told = context.access().told();
        let spent = std::mem::take(&mut context.spent);
        if O::MODE == Mode::Write {
            if let Some(told) = told {
                context.log_told(told)?;
            }
            if let Some(key) = key {
                let answer = whole;
                let operation = O::NAME.to_owned();
                transaction.remember(
                    key,
                    &Remembered {
                        operation,
                        fingerprint,
                        answer,
                    },
                )?;
            }
            transaction.commit()?;
        } else if let Some(told) = told {
            drop(transaction);
            self.record_read(O::NAME, permission, &told)?;
        }
        for handle in spent {
            parts.staging.forget(&handle);
        }
        Ok(answer)
    }

    /// Puts on record what a read is about to tell. A read that cannot be put on record tells
    /// nothing.
    fn record_read(
        &self,
        operation: &'static str,
        permission: Permission,
        told: &Told,
    ) -> Result<()> {
        let parts = self.engine.parts();
        let mut transaction = parts.storage.begin(self.actor.tenant, Mode::Write)?;
        let access = Access::load(transaction.as_mut(), &self.actor)?;
        let engine = &self.engine;
        Context::new(engine, transaction.as_mut(), access, operation, permission).log_read(told)?;
        transaction.commit()
    }

    /// Runs an operation by name, JSON in and JSON out: the gateway of every foreign language.
    /// No panic leaves it.
    pub fn call(&self, name: &str, arguments: &[u8], options: &CallOptions) -> Result<Vec<u8>> {
        gateway::call(self, name, arguments, options)
    }

    fn fingerprint<O: Operation>(&self, operation: &O) -> Result<[u8; 32]> {
        let arguments = serde_json::to_vec(operation).map_err(|_| unserialisable())?;
        let actor = json!([self.actor.user, self.actor.roles, self.actor.teams]).to_string();
        let mut digest = Sha256::new();
        digest.update(O::NAME);
        digest.update([0]);
        digest.update(actor);
        digest.update([0]);
        digest.update(arguments);
        Ok(digest.finalize().into())
    }
}

fn check_key(key: &str) -> Result<()> {
    if key.is_empty() || key.len() > 255 {
        return Err(Error::invalid(
            "idempotency_key",
            "a key has 1 to 255 bytes",
        ));
    }
    Ok(())
}

/// The remembered answer, with what the actor may see of it now: roles may have changed since.
fn replay<O: Operation>(
    remembered: &Remembered,
    fingerprint: [u8; 32],
    access: &Access,
) -> Result<O::Output> {
    if remembered.operation != O::NAME || remembered.fingerprint != fingerprint {
        return Err(Error::new(
            ErrorCode::Conflict,
            "this idempotency key was used for another call",
        )
        .at("idempotency_key"));
    }
    let mut answer: O::Output = serde_json::from_slice(&remembered.answer)
        .map_err(|_| Error::corrupt("a remembered answer no longer reads"))?;
    answer.project(access);
    Ok(answer)
}

pub(super) fn unserialisable() -> Error {
    Error::internal("a call or answer has no JSON form")
}
