//! The suite: what every store must do, whatever it keeps its records in.
//!
//! A backend is a file with `async fn open() -> Option<Store>`, which yields an empty store of its own
//! at every call, or `None` where its server is missing, and `conformance!(open)`.

pub(crate) mod api_keys;
pub(crate) mod durable;
pub(crate) mod grace;
pub(crate) mod races;
pub(crate) mod records;
pub(crate) mod refresh;
pub(crate) mod revocations;
pub(crate) mod session_ends;
pub(crate) mod sessions;

/// A test for each sentence of the contracts, on the stores that `open` yields. A backend that has not
/// all four stores names the ones that it has, for example `conformance!(open: sessions refresh)`.
macro_rules! conformance {
    ($open:ident) => {
        conformance!($open: sessions refresh api_keys revocations);
    };
    ($open:ident: $($store:ident)+) => {
        $(conformance!(@$store $open);)+
    };
    (@sessions $open:ident) => {
        suite_tests! { $open sessions:
            are_kept_whole, a_session_that_is_not_there, are_touched_forward_only,
            an_ended_session_is_not_revived, are_replaced_whole, can_be_replaced_under_the_same_digest,
            one_replacement_of_many_wins, nothing_escapes_an_end, are_listed_from_the_latest,
        }
        suite_tests! { $open session_ends:
            by_handle_of_ones_own, of_all_but_one, by_the_sid_of_a_provider,
            by_the_subject_of_a_provider, by_time_at_the_exact_edge,
        }
    };
    (@refresh $open:ident) => {
        suite_tests! { $open refresh:
            families_are_kept_whole, families_are_found_by_any_token, a_token_is_spent_once,
            an_unknown_token_keeps_nothing,
            tokens_expire_at_the_exact_edge, families_expire_at_the_exact_edge,
            a_token_that_was_spent_and_expired_is_reused, any_token_ends_its_family,
            families_end_for_their_subject_only, all_of_a_subject_end, are_listed_from_the_latest,
            are_purged_at_the_exact_edge,
        }
        suite_tests! { $open grace:
            within_it_the_successor_is_exchanged, ends_at_the_exact_edge, of_zero_is_none,
            ends_with_the_use_of_the_successor, counts_from_the_first_use,
            covers_a_clock_that_is_behind, covers_a_token_that_expired_since,
            leaves_the_superseded_one_spent,
        }
        suite_tests! { $open races:
            one_of_a_hundred_spends_and_the_family_is_dead, within_the_grace_one_successor_remains,
            nothing_is_spent_after_an_end, families_do_not_disturb_each_other,
        }
    };
    (@api_keys $open:ident) => {
        suite_tests! { $open api_keys:
            are_kept_whole, are_listed_from_the_latest, are_rotated_with_overlap,
            are_not_rotated_unless_good, a_rotation_beside_a_revocation_is_whole,
            are_revoked_by_their_owner, all_of_an_owner_are_revoked, uses_add_up,
            uses_of_many_writers_add_up,
        }
    };
    (@revocations $open:ident) => {
        suite_tests! { $open revocations:
            are_kept_whole_and_in_order, are_read_on_from_a_cursor, an_unknown_cursor_yields_all,
            are_purged_at_the_exact_edge, a_cursor_survives_a_purge,
            nothing_is_lost_between_many_writers_and_a_reader,
        }
    };
}

macro_rules! suite_tests {
    ($open:ident $concern:ident: $($name:ident,)+) => {
        mod $concern {
            $(
                #[actix_web::test]
                async fn $name() {
                    if let Some(store) = super::$open().await {
                        crate::suite::$concern::$name(&store).await;
                    }
                }
            )+
        }
    };
}
