//! Everything that may be said, also under another name of the crate.

use portcullis as pc;

mod posts {
    use portcullis::{Resource, SafeResponse};

    #[derive(Resource)]
    #[resource(id = (blog, number), owner = author, table = "posts")]
    pub struct Post {
        pub blog: i64,
        pub number: u32,
        pub author: Option<String>,
        pub r#type: String,
        pub shelf_mark: Mark,
        pub is_open: bool,
        pub secret: String,
    }

    /// A type of the app's own.
    #[derive(Clone, serde::Serialize, serde::Deserialize)]
    pub struct Mark(pub i32);

    impl portcullis::allowlist::Scalar for Mark {}

    impl portcullis::resource::Column for Mark {
        fn to_value(&self) -> portcullis::resource::Value {
            self.0.to_value()
        }
    }

    #[derive(SafeResponse)]
    #[safe_response(of = Post, hide(secret), rename_all = "camelCase")]
    pub struct PostView {
        pub blog: i64,
        pub number: u32,
        pub author: Option<String>,
        pub r#type: String,
        pub shelf_mark: Mark,
        pub is_open: bool,
    }
}

#[derive(pc::SafeQuery, Debug)]
#[safe_query(of = posts::PostView, sort(r#type, shelf_mark, number))]
#[safe_query(page(most = 50, default = 10), crate = pc)]
pub struct PostQuery {
    author: Option<String>,
    r#type: Option<String>,
    shelf_mark: Option<posts::Mark>,
    is_open: Option<bool>,
}

impl std::fmt::Debug for posts::Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[derive(pc::SafeQuery)]
#[safe_query(of = posts::PostView)]
struct Plain {}

async fn list(query: pc::allowlist::Query<PostQuery>) -> pc::allowlist::Page<posts::PostView> {
    let by_type = query.sort().iter().any(|sort| sort.key == PostQuerySort::Type);
    let by_author = query.filters().any(|filter| filter == PostQueryFilter::Author);
    assert!(by_type && !by_author && query.author.is_none());
    query.page(Vec::new())
}

async fn plain(query: pc::allowlist::Query<Plain>) -> pc::allowlist::Page<posts::PostView> {
    query.page(Vec::new())
}

fn main() {
    let app = actix_web::App::new()
        .route("/", actix_web::web::get().to(list))
        .route("/plain", actix_web::web::get().to(plain));
    drop(app);
}
