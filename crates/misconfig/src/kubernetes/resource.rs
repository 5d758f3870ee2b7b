//! What a manifest describes.
//!
//! Format: <https://kubernetes.io/docs/reference/kubernetes-api/>.
//! Limits: a pod is whatever holds a `spec` with a list of `containers`, wherever a resource keeps it: that covers all workloads of
//! Kubernetes as well as Argo's rollouts, Knative's services and jobs of operators. Templates of custom resources that name their
//! containers otherwise are not seen.

use crate::Failures;
use crate::yaml::{Entry, Node, Value};
use std::fmt::Display;
use std::sync::Arc;

/// How deep pods are looked for.
const MAX_DEPTH: usize = 12;
/// Characters of a name that are told.
const MAX_NAME: usize = 100;

/// One object of a manifest.
#[derive(Debug)]
pub(crate) struct Resource {
    /// `apps/v1`.
    pub(crate) api_version: String,
    /// `Deployment`.
    pub(crate) kind: String,
    /// `None` where it is left to whoever applies it.
    pub(crate) namespace: Option<String>,
    /// For people: `Deployment 'web'`.
    pub(crate) title: String,
    /// All that was written.
    pub(crate) node: Node,
    /// The pods that it makes.
    pub(crate) pods: Vec<Arc<Pod>>,
    /// All containers of them.
    pub(crate) containers: Vec<Container>,
}

/// What a workload makes pods after.
#[derive(Debug)]
pub(crate) struct Pod {
    /// Labels and annotations; of a lone pod the name as well.
    pub(crate) metadata: Option<Node>,
    pub(crate) spec: Node,
}

/// A container of any sort: of the pod, before it, or for debugging.
#[derive(Debug)]
pub(crate) struct Container {
    pub(crate) name: String,
    pub(crate) node: Node,
    pub(crate) pod: Arc<Pod>,
    /// For people: `Deployment 'web', container 'app'`.
    pub(crate) title: String,
    /// What sentences begin with: `container 'app' of Deployment 'web'`.
    pub(crate) subject: String,
    /// Whether it is for debugging.
    pub(crate) is_ephemeral: bool,
}

/// Fields of a pod's security context that its containers inherit.
/// Source: <https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context>.
const INHERITED: [&str; 7] =
    ["appArmorProfile", "runAsGroup", "runAsNonRoot", "runAsUser", "seLinuxOptions", "seccompProfile", "windowsOptions"];

impl Resource {
    /// All resources of a document, those in lists too, until they have as many containers as are left.
    pub(crate) fn all(document: Node, containers: &mut usize) -> Vec<Self> {
        let (mut found, mut waiting) = (Vec::new(), vec![document]);
        while let Some(node) = waiting.pop().filter(|_| *containers > 0) {
            let Some((api_version, kind)) = node.text("apiVersion").zip(node.text("kind")) else { continue };
            if kind.ends_with("List") && matches!(node.at("items"), Some(Node { value: Value::Sequence(_), .. })) {
                waiting.extend(items(node).into_iter().rev());
            } else {
                let (api_version, kind) = (api_version.to_owned(), kind.to_owned());
                let mut one = Self::new(api_version, kind, node);
                one.containers.truncate(*containers);
                *containers -= one.containers.len();
                found.push(one);
            }
        }
        found
    }

    pub(crate) fn new(api_version: String, kind: String, node: Node) -> Self {
        let name = node.text("metadata.name").or_else(|| node.text("metadata.generateName")).unwrap_or_default();
        let title = format!("{} '{}'", short(&kind), short(name));
        let mut pods = Vec::new();
        if kind != "CustomResourceDefinition" {
            find_pods(&node, 0, &mut pods);
        }
        let containers = pods.iter().flat_map(|pod| containers(pod, &title)).collect();
        let namespace = node.text("metadata.namespace").map(short);
        Self { api_version, kind, namespace, title, node, pods, containers }
    }

    pub(crate) fn is_workload(&self) -> bool {
        !self.pods.is_empty()
    }

    pub(crate) fn is_any(&self) -> bool {
        true
    }

    pub(crate) fn is_service(&self) -> bool {
        self.kind == "Service" && self.api_version == "v1"
    }

    pub(crate) fn is_config_map(&self) -> bool {
        self.kind == "ConfigMap"
    }

    pub(crate) fn is_limit_range(&self) -> bool {
        self.kind == "LimitRange"
    }

    pub(crate) fn is_resource_quota(&self) -> bool {
        self.kind == "ResourceQuota"
    }

    pub(crate) fn is_network_policy(&self) -> bool {
        self.kind == "NetworkPolicy"
    }

    /// Gatekeeper's list of allowed images.
    pub(crate) fn is_allowed_repos(&self) -> bool {
        self.kind == "K8sAllowedRepos"
    }

    /// The resource's own field is wrong; where it is absent, the resource is.
    pub(crate) fn fail(&self, failures: &mut Failures, field: Option<&Node>, what: impl Display) {
        self.fail_at(failures, field.unwrap_or(&self.node).lines(), what);
    }

    /// Something at these lines is wrong.
    pub(crate) fn fail_at(&self, failures: &mut Failures, lines: (usize, usize), what: impl Display) {
        failures.at(lines, self.title.clone(), format!("{} {what}", self.title));
    }
}

impl Pod {
    /// Linux's own settings mean nothing to pods that say that they are for Windows.
    pub(crate) fn is_for_windows(&self) -> bool {
        self.spec.text("os.name") == Some("windows")
    }

    pub(crate) fn annotation(&self, key: &str) -> Option<&Node> {
        self.metadata.as_ref()?.get("annotations")?.get(key)
    }

    pub(crate) fn volumes(&self) -> &[Node] {
        self.spec.get("volumes").map_or(&[], Node::items)
    }

    /// Folders and files of the host that it mounts.
    pub(crate) fn host_paths(&self) -> impl Iterator<Item = (&Node, &str)> {
        self.volumes().iter().filter_map(|volume| Some((volume, volume.text("hostPath.path")?)))
    }
}

impl Container {
    /// A field of its security context that only it can set.
    pub(crate) fn own(&self, field: &str) -> Option<&Node> {
        self.node.get("securityContext")?.at(field)
    }

    /// A field of its security context, or of its pod's.
    pub(crate) fn security(&self, field: &str) -> Option<&Node> {
        let is_inherited = INHERITED.contains(&field.split('.').next().unwrap_or(field));
        let pods = || self.pod.spec.get("securityContext").filter(|_| is_inherited)?.at(field);
        self.own(field).or_else(pods)
    }

    /// Capabilities that it adds or drops, in the kernel's spelling without `CAP_`.
    pub(crate) fn capabilities(&self, which: &str) -> Vec<(&Node, String)> {
        let listed = self.own("capabilities").and_then(|node| node.get(which)).map_or(&[][..], Node::items);
        listed.iter().filter_map(|node| Some((node, capability(node.as_str()?)))).collect()
    }

    pub(crate) fn is_for_linux(&self) -> bool {
        !self.pod.is_for_windows()
    }

    pub(crate) fn image(&self) -> Option<&Node> {
        self.node.get("image")
    }

    /// A field is wrong; where it is absent, the container is.
    pub(crate) fn fail(&self, failures: &mut Failures, field: Option<&Node>, what: impl Display) {
        failures.at(field.unwrap_or(&self.node).lines(), self.title.clone(), format!("{} {what}", self.subject));
    }
}

/// A name as it may be told.
pub(crate) fn short(name: &str) -> String {
    name.chars().take(MAX_NAME).collect()
}

fn capability(name: &str) -> String {
    let upper = short(name).to_ascii_uppercase();
    upper.strip_prefix("CAP_").map(str::to_owned).unwrap_or(upper)
}

fn items(node: Node) -> Vec<Node> {
    let Value::Mapping(fields) = node.value else { return Vec::new() };
    let list = fields.entries.into_iter().rev().find(|entry| entry.key == "items");
    match list.map(|entry| entry.node.value) {
        Some(Value::Sequence(items)) => items,
        _ => Vec::new(),
    }
}

fn find_pods(node: &Node, depth: usize, found: &mut Vec<Arc<Pod>>) {
    if depth > MAX_DEPTH {
        return;
    }
    let spec = node.get("spec").filter(|spec| matches!(spec.get("containers"), Some(Node { value: Value::Sequence(_), .. })));
    if let Some(spec) = spec {
        found.push(Arc::new(Pod { metadata: node.get("metadata").cloned(), spec: spec.clone() }));
        return;
    }
    let below = node.entries().iter().map(|Entry { node, .. }| node).chain(node.items());
    below.for_each(|node| find_pods(node, depth + 1, found));
}

fn containers(pod: &Arc<Pod>, title: &str) -> Vec<Container> {
    let lists = ["containers", "initContainers", "ephemeralContainers"];
    let nodes =
        lists.iter().flat_map(|list| pod.spec.get(list).map_or(&[][..], Node::items).iter().map(move |node| (list, node)));
    let container = |(list, node): (&&str, &Node)| {
        let name = short(node.text("name").unwrap_or_default());
        Container {
            title: format!("{title}, container '{name}'"),
            subject: format!("container '{name}' of {title}"),
            is_ephemeral: *list == "ephemeralContainers",
            name,
            node: node.clone(),
            pod: Arc::clone(pod),
        }
    };
    nodes.filter(|(_, node)| node.is_mapping()).map(container).collect()
}
