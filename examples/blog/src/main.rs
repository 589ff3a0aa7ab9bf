//! The blog as a program: `cargo run -p blog`, then paste the lines that it prints; or
//! `cargo run -p blog -- policy`, which shows who may do what.

#![forbid(unsafe_code)]

use std::env::{args, var};
use std::net::TcpListener;
use std::process::ExitCode;

use actix_web::HttpServer;
use blog::{
    Db, DemoTokens, DemoUser, Identity, app, policy_command, provider_from_environment,
    revocations_from_environment, seed, story,
};
use portcullis::audit::Audit;
use portcullis::inventory::Inventory;

/// Who asks, the status of the answer, why, and the request.
const REQUESTS: [(DemoUser, u16, &str, &str); 21] = [
    (DemoUser::ADA, 200, "published posts and her own draft", "http://HOST/posts"),
    (DemoUser::MAX, 200, "published posts alone", "http://HOST/posts"),
    (DemoUser::GUS, 200, "another organisation, other posts", "http://HOST/posts"),
    (
        DemoUser::BOB,
        200,
        "the editor of this draft",
        r#"-X PATCH JSON '{"title": "On landing"}' http://HOST/blogs/1/posts/2"#,
    ),
    (
        DemoUser::BOB,
        404,
        "a post of hers that he may only read",
        r#"-X PATCH JSON '{"title": "mine"}' http://HOST/blogs/1/posts/1"#,
    ),
    (
        DemoUser::IDA,
        200,
        "the administrator",
        r#"-X PATCH JSON '{"body": "revised"}' http://HOST/blogs/1/posts/1"#,
    ),
    (
        DemoUser::PIA,
        404,
        "the administrator of another organisation",
        r#"-X PATCH JSON '{"title": "ours"}' http://HOST/blogs/1/posts/1"#,
    ),
    (
        DemoUser::ADA,
        201,
        "in her own blog",
        r#"JSON '{"title": "On rust", "body": "It is slow."}' http://HOST/blogs/1/posts"#,
    ),
    (
        DemoUser::ADA,
        404,
        "in bob's",
        r#"JSON '{"title": "On rust", "body": "It is slow."}' http://HOST/blogs/2/posts"#,
    ),
    (
        DemoUser::ADA,
        404,
        "her post, but not to bob's blog",
        r#"JSON '{"blog_id": 2}' http://HOST/posts/1/move"#,
    ),
    (
        DemoUser::BOB,
        204,
        "a post that he edits, to his own blog",
        r#"JSON '{"blog_id": 2}' http://HOST/posts/2/move"#,
    ),
    (
        DemoUser::MAX,
        403,
        "banned, whatever his token says",
        r#"JSON '{"body": "me too"}' http://HOST/posts/1/comments"#,
    ),
    (DemoUser::SAM, 200, "every organisation's posts", "http://HOST/support/posts/1"),
    (DemoUser::IDA, 200, "the users of her organisation", "http://HOST/users"),
    (DemoUser::EVE, 200, "an editor sees no addresses", "'http://HOST/users?sort=-name&limit=2'"),
    (
        DemoUser::EVE,
        422,
        "and cannot ask about them",
        "'http://HOST/users?filter[email]=ada@acme.example'",
    ),
    (
        DemoUser::ADA,
        403,
        "herself, but not her role",
        r#"-X PATCH JSON '{"name": "Ada", "role": "admin"}' http://HOST/users/1"#,
    ),
    (
        DemoUser::IDA,
        422,
        "what nobody may set, what is twice, and what is wrong",
        r#"-X PATCH JSON '{"password_hash": "x", "name": "a", "Name": "b", "role": 7}' http://HOST/users/1"#,
    ),
    (
        DemoUser::IDA,
        200,
        "the administrator sets what others may not",
        r#"-X PATCH JSON '{"role": "editor", "is_banned": false}' http://HOST/users/1"#,
    ),
    (DemoUser::PIA, 404, "a user of another organisation", "-X DELETE http://HOST/users/5"),
    (DemoUser::IDA, 204, "a user of her own", "-X DELETE http://HOST/users/5"),
];

#[actix_web::main]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let tokens = DemoTokens::from_environment()?;
    let db = Db::from_environment().await?;
    seed(&db).await?;
    let revocations = revocations_from_environment().await?;
    let identity = Identity::new(&tokens, &db, &revocations, &Audit::tracing())?;
    let port = var("PORT").map_or(Ok(8080), |port| port.parse())?;
    let shown = app(identity.clone(), db.clone());
    let arguments: Vec<String> = args().skip(1).collect();
    if let [command, question @ ..] = arguments.as_slice() {
        return Ok(tell(command, question, &shown.inventory()));
    }
    shown.verify()?;
    // Bound before the app is made, which tells a provider where it is.
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    let port = listener.local_addr()?.port();
    let own = format!("http://localhost:{port}");
    let provider = provider_from_environment(&own, &Audit::tracing())?;
    let has_provider = provider.is_some();
    let identity = identity.with_provider(provider);
    let (served, stored) = (identity.clone(), db.clone());
    let server = HttpServer::new(move || app(served.clone(), stored.clone())).listen(listener)?;
    let host = server.addrs().first().map(ToString::to_string).unwrap_or_default();
    println!("{}", shown.inventory());
    println!("database: {db}");
    if has_provider {
        println!("to log in at the provider, with a browser: {own}/oidc/login");
    }
    println!("\n# The answers are those on fresh data.");
    for (user, status, why, request) in REQUESTS {
        let request = request.replace("JSON", "-H content-type:application/json -d");
        let request = request.replace("HOST", &host);
        let (DemoUser { name, role, tenant, .. }, token) = (user, tokens.sign(&user)?);
        println!("# {name}, {role} of {tenant}, is answered {status}: {why}");
        println!("curl -i -H 'Authorization: Bearer {token}' {request}");
    }
    for line in story(&identity, &tokens, &host).await? {
        println!("# The story of a login is answered {}: {}", line.status, line.why);
        println!("curl -i {}", line.request);
    }
    server.run().await?;
    identity.flush().await?;
    Ok(ExitCode::SUCCESS)
}

/// What `policy` and its question are answered.
fn tell(command: &str, question: &[String], inventory: &Inventory) -> ExitCode {
    let answer = match command {
        "policy" => policy_command::answer(question, inventory),
        _ => Err(format!("unknown command `{command}`; there is `policy`")),
    };
    match answer {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(complaint) => {
            eprintln!("{complaint}");
            ExitCode::from(2)
        }
    }
}
