{{/* Durations, what a stop needs of them, and sizes. */}}

{{/* Whole seconds of 500ms, 10s, 5m, 1h or 0, rounded up. Also of 1m30s. */}}
{{- define "gatefarm.seconds" -}}
{{- $text := toString . -}}
{{- if hasSuffix "ms" $text -}}
{{- div (add (trimSuffix "ms" $text | int64) 999) 1000 -}}
{{- else -}}
{{- $sum := 0 -}}
{{- range regexFindAll "[0-9]+[hms]" $text -1 -}}
{{- $factor := get (dict "h" 3600 "m" 60 "s" 1) (substr (int (sub (len .) 1)) (len .) .) -}}
{{- $sum = add $sum (mul (substr 0 (int (sub (len .) 1)) . | int64) $factor) -}}
{{- end -}}
{{- $sum -}}
{{- end -}}
{{- end }}

{{- define "gatefarm.gateway.windowSeconds" -}}
{{- include "gatefarm.seconds" (default "3s" .Values.gateway.settings.drainWindow) -}}
{{- end }}

{{/* In an update the next old gateway goes when a new one was ready for so long; Kubernetes does not wait for its stop. */}}
{{- define "gatefarm.gateway.minReadySeconds" -}}
{{- $given := .Values.gateway.updateStrategy.minReadySeconds -}}
{{- if eq (toString $given) "" -}}
{{- include "gatefarm.gateway.windowSeconds" . -}}
{{- else -}}
{{- $given | int64 -}}
{{- end -}}
{{- end }}

{{/*
What the gateway itself waits for at most: its clients' closes over the window, then twice the close timeout for answers, 5 s for
the last events to get to Redis, 5 s for workers to finish them. Redis is told twice, that it stops and that it has.
*/}}
{{- define "gatefarm.gateway.stopSeconds" -}}
{{- $window := include "gatefarm.gateway.windowSeconds" . | int64 -}}
{{- $close := include "gatefarm.seconds" (default "5s" .Values.gateway.settings.closeTimeout) | int64 -}}
{{- $redis := include "gatefarm.seconds" (default "3s" .Values.gateway.settings.redisTimeout) | int64 -}}
{{- add .Values.gateway.preStopSeconds $window (mul 2 $close) 10 (mul 2 $redis) -}}
{{- end }}

{{/* A stop that hangs is told by two scrapes, and with it by an alert, before the pod is killed. */}}
{{- define "gatefarm.gateway.graceSeconds" -}}
{{- $needed := include "gatefarm.gateway.stopSeconds" . | int64 -}}
{{- .Values.gateway.terminationGracePeriodSeconds | int64 | default (add $needed 40) -}}
{{- end }}

{{/* Running handlers, then 5 s for the last commits and releases, or as long as Redis may take to answer. */}}
{{- define "gatefarm.worker.stopSeconds" -}}
{{- $settings := .Values.worker.settings -}}
{{- $handlers := include "gatefarm.seconds" (default "10s" $settings.handOver) | int64 -}}
{{- $redis := include "gatefarm.seconds" (default "3s" $settings.redisTimeout) | int64 -}}
{{- add .Values.worker.preStopSeconds $handlers (max 5 $redis) -}}
{{- end }}

{{- define "gatefarm.worker.graceSeconds" -}}
{{- $needed := include "gatefarm.worker.stopSeconds" . | int64 -}}
{{- .Values.worker.terminationGracePeriodSeconds | int64 | default (add $needed 10) -}}
{{- end }}

{{/* Bytes of a size as Redis (256mb) or Kubernetes (512Mi) writes it, 0 for one that is not understood. */}}
{{- define "gatefarm.bytes" -}}
{{- $text := ternary (toString .) (int64 . | toString) (kindIs "string" .) -}}
{{- $number := regexFind "^[0-9]+" $text -}}
{{- $units := dict "" 1
    "k" 1000 "m" 1000000 "M" 1000000 "g" 1000000000 "G" 1000000000
    "kb" 1024 "Ki" 1024 "mb" 1048576 "Mi" 1048576 "gb" 1073741824 "Gi" 1073741824 -}}
{{- mul (int64 $number) (get $units (trimPrefix $number $text) | default 0) -}}
{{- end }}
