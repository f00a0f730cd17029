{{/* Names and labels. Names leave room: a Service's may have 63 characters, a StatefulSet's 52, since its pods' labels add 11. */}}

{{- define "gatefarm.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 46 | trimSuffix "-" -}}
{{- end }}

{{- define "gatefarm.fullname" -}}
{{- $name := include "gatefarm.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 46 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 46 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 46 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- define "gatefarm.serviceAccount" -}}
{{- $own := ternary (include "gatefarm.fullname" .) "default" .Values.serviceAccount.create -}}
{{- default $own .Values.serviceAccount.name -}}
{{- end }}

{{/* What finds the pods of one component. Takes (dict "root" $ "component" "gateway"). */}}
{{- define "gatefarm.selector" -}}
app.kubernetes.io/name: {{ include "gatefarm.name" .root | quote }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* Labels of an object of one component. */}}
{{- define "gatefarm.labels" -}}
{{ include "gatefarm.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | quote }}
app.kubernetes.io/part-of: gatefarm
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Labels of the pods of one component: without versions, so that another chart restarts only pods that it changes. */}}
{{- define "gatefarm.podLabels" -}}
{{ include "gatefarm.selector" . }}
app.kubernetes.io/part-of: gatefarm
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Whether there is a pod for `helm test`: workers that only push answer nobody. */}}
{{- define "gatefarm.tested" -}}
{{- if and .Values.test.enabled (ne .Values.worker.events "push-only") }}true{{ end -}}
{{- end }}

{{/* Reference of an image. Takes (dict "root" $ "image" .Values.gateway.image). */}}
{{- define "gatefarm.image" -}}
{{- if .image.digest -}}
{{- printf "%s@%s" .image.repository .image.digest -}}
{{- else -}}
{{- printf "%s:%s" .image.repository (default .root.Chart.AppVersion .image.tag) -}}
{{- end -}}
{{- end }}
