# The parts of a Kubernetes manifest, wherever its kind keeps them.
package lib.kubernetes

import rego.v1

default is_gatekeeper := false

is_gatekeeper if input.review.object

object := input.review.object if is_gatekeeper

object := input if not is_gatekeeper

format(message) := {"msg": message} if is_gatekeeper

format(message) := message if not is_gatekeeper

name := object.metadata.name

default namespace := "default"

namespace := object.metadata.namespace

kind := object.kind

api_version := object.apiVersion

default is_pod := false

is_pod if kind == "Pod"

default is_cronjob := false

is_cronjob if kind == "CronJob"

default is_controller := false

is_controller if kind in {"DaemonSet", "Deployment", "Job", "ReplicaSet", "ReplicationController", "StatefulSet"}

is_controller if {
	kind == "DeploymentConfig"
	api_version == "apps.openshift.io/v1"
}

pods contains object if is_pod

pods contains object.spec.template if is_controller

pods contains object.spec.jobTemplate.spec.template if is_cronjob

pod_containers(pod) := [container | some list in ["containers", "initContainers"]; some container in pod.spec[list]]

containers contains container if {
	some pod in pods
	some container in pod_containers(pod)
}

containers contains container if some container in pod_containers(object)

volumes contains volume if {
	some pod in pods
	some volume in pod.spec.volumes
}

annotations contains pod.metadata.annotations if some pod in pods

host_aliases contains pod.spec if some pod in pods

host_ipcs contains pod.spec.hostIPC if some pod in pods

host_networks contains pod.spec.hostNetwork if some pod in pods

host_pids contains pod.spec.hostPID if some pod in pods

split_image(image) := [image, "latest"] if not contains(image, ":")

split_image(image) := parts if {
	parts := split(image, ":")
	count(parts) == 2
}

dropped_capability(container, capability) if capability in container.securityContext.capabilities.drop

added_capability(container, capability) if capability in container.securityContext.capabilities.add

has_field(object, field) if object[field]

no_read_only_filesystem(container) if not has_field(object.get(container, "securityContext", {}), "readOnlyRootFilesystem")

privilege_escalation_allowed(container) if not has_field(container, "securityContext")

privilege_escalation_allowed(container) if has_field(container.securityContext, "allowPrivilegeEscalation")

command_has_flag(command, flag) if {
	some word in command
	regex.match(flag, word)
}

is_program(container, program) if {
	parts := split(container.command[0], "/")
	parts[count(parts) - 1] == program
}

is_apiserver(container) if is_program(container, "kube-apiserver")

is_controllermanager(container) if is_program(container, "kube-controller-manager")

is_etcd(container) if is_program(container, "etcd")

is_scheduler(container) if is_program(container, "kube-scheduler")
