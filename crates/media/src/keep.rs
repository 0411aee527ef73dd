use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt, RetryConfig};

use crate::Error;

/// How long a storage may take to be reached, and to answer: whoever sends a picture waits for it.
const REACHED: Duration = Duration::from_secs(2);
const ANSWERED: Duration = Duration::from_secs(10);
/// What it fails at is tried again so often, for so long.
const TRIES: usize = 2;
const TRIED: Duration = Duration::from_secs(5);

/// Where pictures are kept. A file is written beside its place and then moved there.
#[derive(Debug, Clone)]
pub struct Keep(Arc<dyn ObjectStore>);

/// An S3-compatible storage.
#[derive(Clone)]
pub struct S3 {
    /// The bucket.
    pub bucket: String,
    /// Its address, where it is not Amazon's own.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: String,
    /// The key's id.
    pub access_key_id: String,
    /// The key.
    pub secret_access_key: String,
}

impl std::fmt::Debug for S3 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("S3")
            .field("bucket", &self.bucket)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

impl Keep {
    /// A folder on this machine, made where there is none.
    pub fn folder(folder: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(folder).map_err(|err| Error::Settings(err.to_string()))?;
        Ok(Self(Arc::new(LocalFileSystem::new_with_prefix(folder)?)))
    }

    /// A bucket.
    pub fn s3(settings: S3) -> Result<Self, Error> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(settings.bucket)
            .with_region(settings.region)
            .with_access_key_id(settings.access_key_id)
            .with_secret_access_key(settings.secret_access_key);
        let mut client = ClientOptions::new()
            .with_connect_timeout(REACHED)
            .with_timeout(ANSWERED);
        if let Some(endpoint) = settings.endpoint {
            // A storage in the operator's own network may speak plain HTTP.
            client = client.with_allow_http(endpoint.starts_with("http://"));
            builder = builder.with_endpoint(endpoint);
        }
        let retry = RetryConfig {
            max_retries: TRIES,
            retry_timeout: TRIED,
            ..RetryConfig::default()
        };
        let builder = builder.with_client_options(client).with_retry(retry);
        Ok(Self(Arc::new(builder.build()?)))
    }

    pub(crate) async fn put(&self, path: &str, bytes: Bytes) -> Result<(), Error> {
        self.0.put(&path.into(), bytes.into()).await?;
        Ok(())
    }

    /// Moves a file that may have been moved before.
    pub(crate) async fn shift(&self, from: &str, to: &str) -> Result<(), Error> {
        match self.0.rename(&from.into(), &to.into()).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(err) => Err(err.into()),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Bytes, Error> {
        match self.0.get(&path.into()).await {
            Ok(found) => Ok(found.bytes().await?),
            Err(object_store::Error::NotFound { .. }) => Err(Error::NotFound),
            Err(err) => Err(err.into()),
        }
    }
}
