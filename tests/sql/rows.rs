//! Random rows of an entity whose every relation has another type, and callers to match.

use portcullis::{Principal, Resource};
use uuid::Uuid;

use crate::Permission;

/// Owners of three types, two of them nullable; a tenant that may be missing.
#[derive(Resource, sqlx::FromRow, Clone, Debug)]
#[resource(owner = any(author, editor, machine), tenant = house, table = "rows_of_test")]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) house: Option<String>,
    pub(crate) author: i64,
    pub(crate) editor: Option<String>,
    #[resource(column = "device")]
    #[sqlx(rename = "device")]
    pub(crate) machine: Option<Uuid>,
    pub(crate) level: i32,
    pub(crate) friend: Option<String>,
}

pub(crate) const SUBJECTS: [&str; 12] = [
    "1",
    "2",
    "-3",
    "01",
    "9223372036854775808",
    "ann",
    "Ann",
    "O'Hara \"; DROP TABLE rows_of_test; --",
    "00000000-0000-0000-0000-000000000001",
    "00000000-0000-0000-0000-0000000000aB",
    "",
    "nobody",
];

pub(crate) const HOUSES: [Option<&str>; 4] = [Some("acme"), Some("globex"), Some("ACME"), None];

/// A small generator, so that a failure can be repeated from its seed.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn pick<T: Clone>(&mut self, items: &[T]) -> T {
        let at = usize::try_from(self.next() % items.len() as u64).unwrap();
        items[at].clone()
    }

    pub(crate) fn row(&mut self, id: i64) -> Row {
        let texts =
            ["1", "ann", "Ann", SUBJECTS[7], "", "nobody"].map(|text| Some(text.to_owned()));
        let texts = [texts.as_slice(), &[None, None]].concat();
        Row {
            id,
            house: self.pick(&HOUSES).map(str::to_owned),
            author: self.pick(&[1, 2, -3, 4]),
            editor: self.pick(&texts),
            machine: self.pick(&[None, Some(Uuid::from_u128(1)), Some(Uuid::from_u128(0xab))]),
            level: self.pick(&[0, 1, 2]),
            friend: self.pick(&texts),
        }
    }
}

/// Every subject, and two of them without a house or as administrators.
pub(crate) fn callers() -> Vec<Principal<Permission>> {
    use portcullis_tests::Role::{Admin, Reader};
    let known = SUBJECTS.map(|subject| (subject, Some("acme"), Reader));
    let others = ["1", "ann"].into_iter().flat_map(|subject| {
        [(subject, None, Reader), (subject, Some("acme"), Admin), (subject, None, Admin)]
    });
    let caller = |(subject, house, role)| {
        let principal = Principal::builder(subject).role(role);
        match house {
            Some(house) => principal.tenant(house),
            None => principal,
        }
        .build()
    };
    known.into_iter().chain(others).map(caller).collect()
}

pub(crate) const CREATE: &str = "CREATE TEMPORARY TABLE rows_of_test (
    id BIGINT PRIMARY KEY, house TEXT, author BIGINT NOT NULL, editor TEXT, device UUID,
    level INT NOT NULL, friend TEXT)";

/// Fills the table with `rows`.
macro_rules! fill {
    ($pool:expr, $rows:expr) => {
        sqlx::query(crate::rows::CREATE).execute($pool).await.unwrap();
        for chunk in $rows.chunks(1000) {
            let mut query = sqlx::QueryBuilder::new(
                "INSERT INTO rows_of_test (id, house, author, editor, device, level, friend) ",
            );
            query.push_values(chunk, |mut tuple, row| {
                tuple
                    .push_bind(row.id)
                    .push_bind(row.house.clone())
                    .push_bind(row.author)
                    .push_bind(row.editor.clone())
                    .push_bind(row.machine)
                    .push_bind(row.level)
                    .push_bind(row.friend.clone());
            });
            query.build().execute($pool).await.unwrap();
        }
    };
}
pub(crate) use fill;
