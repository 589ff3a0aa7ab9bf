//! A checksum that tells typing and cutting errors from secrets before a store is asked.

/// CRC-32 as in IEEE 802.3 (ISO-HDLC): the one of zip and of other secrets with a checksum. Bit by bit,
/// since what it is for is short. It protects nothing.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    const POLYNOMIAL: u32 = 0xEDB8_8320;
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (POLYNOMIAL & (crc & 1).wrapping_neg())
        })
    })
}
