{{/* What gateways' and workers' pods have in common. Each takes (dict "root" $ "component" "gateway"). */}}

{{/* Above the containers. */}}
{{- define "gatefarm.pod.head" -}}
{{- $its := index .root.Values .component -}}
serviceAccountName: {{ include "gatefarm.serviceAccount" .root | quote }}
automountServiceAccountToken: false
# Variables that Kubernetes makes for Services would begin with GATEFARM_, and an unknown one of these ends the start.
enableServiceLinks: false
terminationGracePeriodSeconds: {{ include (printf "gatefarm.%s.graceSeconds" .component) .root }}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $its.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with $its.podSecurityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $its.initContainers }}
initContainers:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Below the containers. */}}
{{- define "gatefarm.pod.tail" -}}
{{- $its := index .root.Values .component -}}
volumes:
  # Native libraries are unpacked here; the root file system cannot be written.
  - name: tmp
    emptyDir: {}
  {{- with include "gatefarm.redis.volumes" . | trim }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- if and (eq .component "gateway") .root.Values.gateway.tls.secretName }}
  - name: tls
    secret:
      secretName: {{ .root.Values.gateway.tls.secretName | quote }}
  {{- end }}
  {{- with $its.extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- if $its.topologySpread.enabled }}
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: {{ $its.topologySpread.whenUnsatisfiable }}
    labelSelector:
      matchLabels:
        {{- include "gatefarm.selector" $ | nindent 8 }}
    matchLabelKeys: [pod-template-hash]
  {{- end }}
{{- end }}
{{- with $its.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $its.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $its.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The container's environment after its own: settings, Redis, Java, and the user's. */}}
{{- define "gatefarm.pod.env" -}}
{{- $its := index .root.Values .component -}}
- name: GATEFARM_APP
  value: {{ .root.Values.app | quote }}
- name: GATEFARM_PARTITIONS
  value: {{ .root.Values.partitions | int64 | quote }}
{{ include "gatefarm.redis.env" . }}
{{- range $name, $value := $its.settings }}
- name: {{ printf "GATEFARM_%s" ($name | snakecase | upper) }}
  {{- if kindIs "slice" $value }}
  value: {{ join "," $value | quote }}
  {{- else if kindIs "float64" $value }}
  value: {{ $value | int64 | quote }}
  {{- else }}
  value: {{ $value | quote }}
  {{- end }}
{{- end }}
{{- with $its.javaOptions }}
- name: JDK_JAVA_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- with $its.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* The rest of the container. */}}
{{- define "gatefarm.pod.container" -}}
{{- $its := index .root.Values .component -}}
{{- with $its.extraEnvFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $its.extraArgs }}
args:
  {{- toYaml . | nindent 2 }}
{{- end }}
startupProbe:
  httpGet: {path: /healthz, port: admin}
  {{- toYaml $its.probes.startup | nindent 2 }}
readinessProbe:
  httpGet: {path: /readyz, port: admin}
  {{- toYaml $its.probes.readiness | nindent 2 }}
livenessProbe:
  httpGet: {path: /healthz, port: admin}
  {{- toYaml $its.probes.liveness | nindent 2 }}
{{- if $its.preStopSeconds }}
lifecycle:
  preStop:
    sleep:
      seconds: {{ $its.preStopSeconds }}
{{- end }}
{{- with $its.resources }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $its.securityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
  {{- with include "gatefarm.redis.volumeMounts" . | trim }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- if and (eq .component "gateway") .root.Values.gateway.tls.secretName }}
  - name: tls
    mountPath: /run/secrets/gatefarm/tls
    readOnly: true
  {{- end }}
  {{- with $its.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{/* Whole number or percent, as Kubernetes wants it. */}}
{{- define "gatefarm.count" -}}
{{- if kindIs "string" . }}{{ . | quote }}{{ else }}{{ . | int64 }}{{ end -}}
{{- end }}

{{/* Replicas; with automatic scaling as many as there are, for Helm would set those that it no longer names to 1. */}}
{{- define "gatefarm.replicas" -}}
{{- $its := index .root.Values .component -}}
{{- $name := printf "%s-%s" (include "gatefarm.fullname" .root) .component -}}
{{- if not $its.autoscaling.enabled -}}
replicas: {{ $its.replicas }}
{{- else -}}
{{- with lookup "apps/v1" "Deployment" .root.Release.Namespace $name -}}
replicas: {{ .spec.replicas | int64 }}
{{- end -}}
{{- end -}}
{{- end }}

{{- define "gatefarm.scaling" -}}
scaleUp:
  stabilizationWindowSeconds: {{ .scaleUp.stabilizationSeconds }}
  policies:
    - type: Percent
      value: {{ .scaleUp.percent }}
      periodSeconds: {{ .scaleUp.periodSeconds }}
scaleDown:
  stabilizationWindowSeconds: {{ .scaleDown.stabilizationSeconds }}
  policies:
    - type: Pods
      value: {{ .scaleDown.pods }}
      periodSeconds: {{ .scaleDown.periodSeconds }}
{{- end }}

{{/* A PodDisruptionBudget. */}}
{{- define "gatefarm.disruption" -}}
{{- $its := index .root.Values .component -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "gatefarm.fullname" .root }}-{{ .component }}
  namespace: {{ .root.Release.Namespace | quote }}
  labels:
    {{- include "gatefarm.labels" . | nindent 4 }}
spec:
  {{- if ne (toString $its.podDisruptionBudget.minAvailable) "" }}
  minAvailable: {{ include "gatefarm.count" $its.podDisruptionBudget.minAvailable }}
  {{- else }}
  maxUnavailable: {{ include "gatefarm.count" $its.podDisruptionBudget.maxUnavailable }}
  {{- end }}
  {{- if eq .component "gateway" }}
  # Gateways are not ready while Redis is away, and hold clients and their events then: they go only as the budget lets them.
  unhealthyPodEvictionPolicy: IfHealthyBudget
  {{- else }}
  # A worker that is not ready has no partition: it may go.
  unhealthyPodEvictionPolicy: AlwaysAllow
  {{- end }}
  selector:
    matchLabels:
      {{- include "gatefarm.selector" . | nindent 6 }}
{{- end }}
