{{/* Durations, and what a stop needs of them. */}}

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

{{/*
What the gateway itself waits for at most: its clients' closes over the window, then twice the close timeout for answers, 5 s for
the last events to get to Redis, 5 s for workers to finish them.
*/}}
{{- define "gatefarm.gateway.stopSeconds" -}}
{{- $settings := .Values.gateway.settings -}}
{{- $window := include "gatefarm.seconds" (default "3s" $settings.drainWindow) | int64 -}}
{{- $close := include "gatefarm.seconds" (default "5s" $settings.closeTimeout) | int64 -}}
{{- add .Values.gateway.preStopSeconds $window (mul 2 $close) 10 -}}
{{- end }}

{{- define "gatefarm.gateway.graceSeconds" -}}
{{- $needed := include "gatefarm.gateway.stopSeconds" . | int64 -}}
{{- .Values.gateway.terminationGracePeriodSeconds | int64 | default (add $needed 10) -}}
{{- end }}

{{/* Running handlers, then 5 s for the last commits and releases. */}}
{{- define "gatefarm.worker.stopSeconds" -}}
{{- add .Values.worker.preStopSeconds (include "gatefarm.seconds" (default "10s" .Values.worker.settings.handOver) | int64) 5 -}}
{{- end }}

{{- define "gatefarm.worker.graceSeconds" -}}
{{- $needed := include "gatefarm.worker.stopSeconds" . | int64 -}}
{{- .Values.worker.terminationGracePeriodSeconds | int64 | default (add $needed 10) -}}
{{- end }}
