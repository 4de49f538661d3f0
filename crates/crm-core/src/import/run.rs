//! A whole import in one call, for hosts in Rust; other languages loop in their own way.

use std::ops::ControlFlow;

use super::{
    ApplyImport, CancelImport, Import, ImportOptions, ImportPlan, ImportStatus, PlanImport,
};
use crate::error::{Error, ErrorCode, Result};
use crate::operation::Session;

/// Rows between two reports of progress: as many as one transaction should have.
const STEP: u32 = 50_000;

impl Session {
    /// Imports a file: stages, plans and applies it in steps. `progress` sees the plan's import
    /// before the first row and the state after each step, and may stop the import; what was
    /// written until then stays, and can be undone.
    ///
    /// ```no_run
    /// use std::ops::ControlFlow;
    /// # fn example(session: &crm_core::Session) -> crm_core::Result<()> {
    /// let bytes = std::fs::read("contacts.csv").expect("the file is there");
    /// let done = session.import(bytes, Some("contacts.csv"), Default::default(), |import| {
    ///     println!("{} of {}", import.processed_rows, import.total_rows);
    ///     ControlFlow::Continue(())
    /// })?;
    /// println!("{:?}", done.counts);
    /// # Ok(())
    /// # }
    /// ```
    pub fn import(
        &self,
        bytes: Vec<u8>,
        file_name: Option<&str>,
        options: ImportOptions,
        mut progress: impl FnMut(&Import) -> ControlFlow<()>,
    ) -> Result<Import> {
        let source = self.stage(bytes);
        let file_name = file_name.map(str::to_owned);
        let plan = PlanImport {
            source: Some(source.clone()),
            file_name,
            options,
            preview_rows: Some(0),
            text: None,
        };
        let finished = self.run(plan).and_then(|ImportPlan { mut import, .. }| {
            while matches!(import.status, ImportStatus::Planned | ImportStatus::Running) {
                if progress(&import).is_break() {
                    self.run(CancelImport { id: import.id })?;
                    return Err(Error::new(ErrorCode::Cancelled, "the import was stopped")
                        .with("import", import.id.to_string()));
                }
                import = self.run(ApplyImport {
                    id: import.id,
                    source: Some(source.clone()),
                    max_rows: Some(STEP),
                    text: None,
                })?;
            }
            let _ = progress(&import);
            Ok(import)
        });
        self.unstage(&source);
        finished
    }
}
