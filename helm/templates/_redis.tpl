{{/* Where Redis is, and how gateways and workers log in there. */}}

{{- define "gatefarm.redis.uri" -}}
{{- $external := .Values.redis.external -}}
{{- $tls := ternary "s" "" .Values.redis.tls.enabled -}}
{{- if .Values.redis.bundled.enabled -}}
{{- printf "redis://%s-redis:6379" (include "gatefarm.fullname" .) -}}
{{- else if $external.sentinel.nodes -}}
{{- printf "redis%s-sentinel://%s/%d#%s" $tls (join "," $external.sentinel.nodes) (int $external.database) $external.sentinel.master -}}
{{- else -}}
{{- printf "redis%s://%s:%d/%d" $tls $external.host (int $external.port) (int $external.database) -}}
{{- end -}}
{{- end }}

{{/* Name of the Secret with the password, empty when there is none. */}}
{{- define "gatefarm.redis.secret" -}}
{{- if .Values.redis.bundled.enabled -}}
{{- printf "%s-redis" (include "gatefarm.fullname" .) -}}
{{- else -}}
{{- .Values.redis.auth.existingSecret -}}
{{- end -}}
{{- end }}

{{/* Environment of one component. Takes (dict "root" $ "component" "gateway"). */}}
{{- define "gatefarm.redis.env" -}}
{{- $redis := .root.Values.redis -}}
- name: GATEFARM_REDIS_URI
  value: {{ include "gatefarm.redis.uri" .root | quote }}
{{- with (index $redis.auth .component).user }}
- name: GATEFARM_REDIS_USER
  value: {{ . | quote }}
{{- end }}
{{- if include "gatefarm.redis.secret" .root }}
- name: GATEFARM_REDIS_PASSWORD_FILE
  value: /run/secrets/gatefarm/redis/password
{{- end }}
{{- if $redis.auth.sentinelPasswordKey }}
- name: GATEFARM_SENTINEL_PASSWORD_FILE
  value: /run/secrets/gatefarm/redis/sentinel-password
{{- end }}
{{- if $redis.tls.caSecret }}
- name: GATEFARM_REDIS_CA_FILE
  value: /run/secrets/gatefarm/redis-ca/ca.crt
{{- end }}
{{- if $redis.tls.clientSecret }}
- name: GATEFARM_REDIS_CERT_FILE
  value: /run/secrets/gatefarm/redis-client/tls.crt
- name: GATEFARM_REDIS_KEY_FILE
  value: /run/secrets/gatefarm/redis-client/tls.key
{{- end }}
{{- end }}

{{- define "gatefarm.redis.volumes" -}}
{{- $redis := .root.Values.redis -}}
{{- with include "gatefarm.redis.secret" .root }}
- name: redis-password
  secret:
    secretName: {{ . | quote }}
    items:
      - key: {{ ternary "password" (index $redis.auth $.component).passwordKey $redis.bundled.enabled | quote }}
        path: password
      {{- with $redis.auth.sentinelPasswordKey }}
      - key: {{ . | quote }}
        path: sentinel-password
      {{- end }}
{{- end }}
{{- with $redis.tls.caSecret }}
- name: redis-ca
  secret:
    secretName: {{ . | quote }}
    items:
      - key: {{ $redis.tls.caKey | quote }}
        path: ca.crt
{{- end }}
{{- with $redis.tls.clientSecret }}
- name: redis-client
  secret:
    secretName: {{ . | quote }}
{{- end }}
{{- end }}

{{- define "gatefarm.redis.volumeMounts" -}}
{{- $redis := .root.Values.redis -}}
{{- if include "gatefarm.redis.secret" .root }}
- name: redis-password
  mountPath: /run/secrets/gatefarm/redis
  readOnly: true
{{- end }}
{{- if $redis.tls.caSecret }}
- name: redis-ca
  mountPath: /run/secrets/gatefarm/redis-ca
  readOnly: true
{{- end }}
{{- if $redis.tls.clientSecret }}
- name: redis-client
  mountPath: /run/secrets/gatefarm/redis-client
  readOnly: true
{{- end }}
{{- end }}
