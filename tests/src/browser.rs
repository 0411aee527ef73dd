use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use reqwest::Method;
use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;

/// What ticks a box, where a field is filled in.
pub const TICKED: &str = "✓";

/// A browser without a script: it keeps cookies, follows links and sends forms as they stand.
#[derive(Clone)]
pub struct Browser {
    http: reqwest::Client,
    address: String,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
}

/// A page that came back.
#[derive(Debug, Clone)]
pub struct Page {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// Where it lies in the end, with its query.
    pub path: String,
    /// What it is made of.
    pub html: String,
}

/// A form of a page with what stands in its fields.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    /// Whether it is sent with POST.
    pub post: bool,
    /// Its fields, as they would be sent.
    pub fields: Vec<(String, String)>,
    boxes: Vec<(String, String)>,
}

impl Browser {
    /// A browser of the node at an address that knows no cookie.
    pub fn new(address: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(Policy::none());
        Self {
            http: http.build().unwrap(),
            address: address.to_owned(),
            cookies: Arc::default(),
        }
    }

    /// A cookie that it keeps.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// Keeps a cookie.
    pub fn keep(&self, name: &str, value: &str) {
        let mut kept = self.cookies.lock().unwrap();
        kept.insert(name.to_owned(), value.to_owned());
    }

    /// Opens an address, and where it is sent on to.
    pub async fn open(&self, path: &str) -> Page {
        self.walk(&Method::GET, path, None).await
    }

    /// Opens the link of a page whose words begin so.
    pub async fn follow(&self, page: &Page, words: &str) -> Page {
        self.open(&page.link(words)).await
    }

    /// Sends a form.
    pub async fn send(&self, form: &Form) -> Page {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(&form.fields);
        let body = body.finish();
        if form.post {
            self.walk(&Method::POST, &form.action, Some(body)).await
        } else {
            let bare = form.action.split('#').next().unwrap_or_default();
            self.open(&format!("{bare}?{body}")).await
        }
    }

    /// Sends a form with a file in it.
    pub async fn upload(&self, form: &Form, field: &str, file: Vec<u8>) -> Page {
        let part = reqwest::multipart::Part::bytes(file).file_name("picture.png");
        let mut body = reqwest::multipart::Form::new().part(field.to_owned(), part);
        for (name, value) in form.fields.iter().filter(|(name, _)| name != field) {
            body = body.text(name.clone(), value.clone());
        }
        let request = self.request(&Method::POST, &form.action).multipart(body);
        self.arrive(request, &form.action).await
    }

    async fn walk(&self, method: &Method, path: &str, body: Option<String>) -> Page {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            let form = "application/x-www-form-urlencoded";
            request = request.header("content-type", form).body(body);
        }
        self.arrive(request, path).await
    }

    fn request(&self, method: &Method, path: &str) -> reqwest::RequestBuilder {
        let request = self
            .http
            .request(method.clone(), format!("{}{path}", self.address));
        let kept = self.cookies.lock().unwrap();
        let line: Vec<String> = kept
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request.header("cookie", line.join("; "));
        if *method == Method::POST {
            request
                .header("sec-fetch-site", "same-origin")
                .header("origin", &self.address)
        } else {
            request
        }
    }

    async fn arrive(&self, request: reqwest::RequestBuilder, path: &str) -> Page {
        let (mut request, mut path) = (request, path.to_owned());
        for _ in 0..6 {
            let response = request.send().await.expect("the node answers");
            self.remember(response.headers());
            let Some(to) = response.headers().get("location").cloned() else {
                return Page {
                    status: response.status().as_u16(),
                    headers: response.headers().clone(),
                    html: response.text().await.unwrap(),
                    path,
                };
            };
            to.to_str().unwrap().clone_into(&mut path);
            request = self.request(&Method::GET, &path);
        }
        panic!("{path} sends on and on");
    }

    fn remember(&self, headers: &HeaderMap) {
        let mut kept = self.cookies.lock().unwrap();
        for line in headers.get_all("set-cookie") {
            let line = line.to_str().unwrap();
            assert!(line.contains("; HttpOnly; SameSite=Lax"), "{line}");
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                kept.remove(name);
            } else {
                kept.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

impl Page {
    /// The same, where it has this status; else the story ends with what came instead.
    #[track_caller]
    #[expect(
        clippy::return_self_not_must_use,
        reason = "often the status alone is asked"
    )]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.path, self.html);
        self
    }

    /// Whether it says something.
    pub fn says(&self, words: &str) -> bool {
        self.html.contains(words)
    }

    /// Where the link leads whose words begin so.
    #[track_caller]
    pub fn link(&self, words: &str) -> String {
        let found = self.html.split("<a ").skip(1).find_map(|link| {
            let (tag, rest) = link.split_once('>')?;
            let said = rest.split("</a>").next()?.trim_start();
            said.starts_with(words).then(|| attribute(tag, "href"))?
        });
        found.unwrap_or_else(|| panic!("no link “{words}” on {}: {}", self.path, self.html))
    }

    /// The form that is sent to a path that ends so.
    #[track_caller]
    pub fn form(&self, action: &str) -> Form {
        let found = self.html.split("<form ").skip(1).find_map(|form| {
            let (tag, rest) = form.split_once('>')?;
            let to = attribute(tag, "action")?;
            let inside = rest.split("</form>").next()?;
            to.ends_with(action).then(|| Form {
                action: to,
                post: attribute(tag, "method").as_deref() == Some("post"),
                fields: fields(inside),
                boxes: boxes(inside),
            })
        });
        found.unwrap_or_else(|| panic!("no form to {action} on {}: {}", self.path, self.html))
    }
}

impl Form {
    /// The same with what is typed into a field, or ticked.
    #[must_use]
    pub fn fill(mut self, name: &str, value: &str) -> Self {
        let own = self.boxes.iter().find(|(field, _)| field == name);
        let value = match (value, own) {
            (TICKED, Some((_, value))) => value.clone(),
            _ => value.to_owned(),
        };
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value));
        self
    }

    /// What stands in a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(field, _)| field == name)?;
        Some(&found.1)
    }
}

fn fields(inside: &str) -> Vec<(String, String)> {
    let mut fields = vec![];
    for tag in tags(inside, "input") {
        let kind = attribute(tag, "type").unwrap_or_default();
        let sent = !matches!(kind.as_str(), "radio" | "checkbox") || tag.contains(" checked");
        if let Some(name) = attribute(tag, "name").filter(|_| sent && kind != "file") {
            fields.push((name, attribute(tag, "value").unwrap_or_default()));
        }
    }
    for select in inside.split("<select ").skip(1) {
        let (tag, rest) = select.split_once('>').unwrap();
        let options = rest.split("</select>").next().unwrap();
        let chosen = tags(options, "option").find(|tag| tag.contains(" selected"));
        let first = tags(options, "option").next();
        let value = chosen.or(first).and_then(|tag| attribute(tag, "value"));
        fields.extend(attribute(tag, "name").zip(value));
    }
    for area in inside.split("<textarea ").skip(1) {
        let (tag, rest) = area.split_once('>').unwrap();
        let text = unescaped(rest.split("</textarea>").next().unwrap());
        fields.extend(attribute(tag, "name").map(|name| (name, text)));
    }
    fields
}

fn boxes(inside: &str) -> Vec<(String, String)> {
    let found = tags(inside, "input");
    let found =
        found.filter(|tag| tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\""));
    found
        .filter_map(|tag| attribute(tag, "name").zip(attribute(tag, "value")))
        .collect()
}

fn tags<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let begin = format!("<{name} ");
    let found: Vec<&str> = html.split(&begin).skip(1).collect();
    found
        .into_iter()
        .map(|rest| rest.split('>').next().unwrap())
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let begin = format!(" {name}=\"");
    let tag = format!(" {tag}");
    let (_, value) = tag.split_once(&begin)?;
    Some(unescaped(value.split('"').next()?))
}

fn unescaped(text: &str) -> String {
    let plain = text
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<");
    plain
        .replace("&#62;", ">")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}
