/// The resource that cases about objects speak about.
#[derive(portcullis::Resource)]
#[resource(owner = author, tenant = tenant, parent = folder, table = "notes")]
pub struct Note {
    /// What identifies it.
    pub id: i64,
    /// Where it belongs.
    pub tenant: String,
    /// What it lies in.
    pub folder: i64,
    /// Whose it is.
    pub author: String,
}

/// Another resource.
#[derive(portcullis::Resource)]
#[resource(owner = author)]
pub struct Memo {
    /// What identifies it.
    pub id: i64,
    /// Whose it is.
    pub author: String,
}

/// Where notes and memos are.
pub struct Shelf;

impl portcullis::resource::Load for Note {
    type Store = Shelf;

    async fn load(_: &Shelf, _: i64) -> Result<Option<Self>, portcullis::Outage> {
        Ok(None)
    }
}

impl portcullis::resource::Load for Memo {
    type Store = Shelf;

    async fn load(_: &Shelf, _: i64) -> Result<Option<Self>, portcullis::Outage> {
        Ok(None)
    }
}
