//! Tests of the room through its operations.
