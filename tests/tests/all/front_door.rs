use scenarios::{json, scenario};

#[test]
fn the_shop_links_the_api_document() {
    scenario(|app| async move {
        let page = app.client().get("/vi").await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("/api/openapi.json"));
        let document = app.client().get("/api/openapi.json").await.expect(200);
        assert_eq!(document["openapi"].as_str().unwrap().get(..3), Some("3.1"));
    });
}

#[test]
fn a_refusal_of_the_framework_is_a_problem_too() {
    scenario(|app| async move {
        let nowhere = app.client().get("/api/v1/nowhere").await;
        nowhere.expect_problem(404, "not_found");
        assert!(nowhere.header("x-request-id").is_some());
        let english = app
            .client()
            .with("accept-language", "en")
            .post("/api/openapi.json", json!({}))
            .await;
        let problem = english.expect_problem(405, "method_unknown");
        assert_eq!(problem["title"], "Method not supported");
    });
}

#[test]
fn every_operation_states_its_policy() {
    const POLICIES: [&str; 9] = [
        "public",
        "buyer",
        "guest",
        "signed-in",
        "member",
        "official",
        "admin",
        "operator",
        "webhook",
    ];
    let document = serde_json::to_value(api::document()).unwrap();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let policy = operation["x-policy"].as_str().unwrap_or_default();
            assert!(
                POLICIES.contains(&policy),
                "{method} {path} states no policy: {policy:?}"
            );
        }
    }
}

#[test]
fn every_parameter_of_a_path_stands_in_it() {
    let document = serde_json::to_value(api::document()).unwrap();
    let mut seen = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let none = vec![];
            let parameters = operation["parameters"].as_array().unwrap_or(&none);
            for parameter in parameters.iter().filter(|of| of["in"] == "path") {
                let name = format!("{{{}}}", parameter["name"].as_str().unwrap());
                assert!(path.contains(&name), "{method} {path}: {name}");
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn a_supervisor_learns_that_the_node_lives_and_is_ready() {
    scenario(|app| async move {
        assert_eq!(app.client().get("/healthz").await.status, 200);
        assert_eq!(app.client().get("/readyz").await.status, 200);
    });
}
