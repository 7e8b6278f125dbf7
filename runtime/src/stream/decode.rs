//! The data of events as structures.

use crate::codec::{ReadError, Reader, Structure};
use crate::error::{DecodeError, Error, ErrorKind};
use crate::reply::request_id_in;

/// Reads an event's data, whether it is the response's members alone or in their envelope.
pub(super) fn structure<T: Structure + Default>(text: String) -> Result<T, Error> {
    let mut value = T::default();
    match read(&text, &mut value) {
        Ok(()) => Ok(value),
        Err(error) => {
            let error = Error::new(ErrorKind::Decode(DecodeError {
                path: error.path(),
                problem: error.problem().to_owned(),
                offset: error.offset(),
            }));
            let request_id = request_id_in(&text);
            Err(error.with_request_id(request_id).after_attempts(1))
        }
    }
}

fn read(text: &str, structure: &mut dyn Structure) -> Result<(), ReadError> {
    const ENVELOPE: &str = "Response";
    let mut reader = Reader::new(text);
    let members = structure.schema().members;
    let may_be_wrapped = members.iter().all(|member| member.name != ENVELOPE);
    let start = reader.mark();
    let first = reader.open(b'{')?;
    if may_be_wrapped && reader.next_entry(first, b'}')? && reader.member_name()? == ENVELOPE {
        let inner = reader.structure(structure);
        inner.map_err(|error| error.in_member(ENVELOPE))?;
        while reader.next_entry(false, b'}')? {
            reader.member_name()?;
            reader.skip()?;
        }
        return reader.finish();
    }
    reader.rewind(start);
    reader.structure(structure)?;
    reader.finish()
}
