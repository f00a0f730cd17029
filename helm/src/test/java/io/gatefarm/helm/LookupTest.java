package io.gatefarm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an upgrade takes from the cluster that it finds. */
class LookupTest {
    private static final Path CHART = ChartCopy.renderable(Chart.FOLDER, (file, text) -> text);

    private static final Map<String, String> FARM = Map.of(
            "/apis/apps/v1/namespaces/farm/deployments/trial-gatefarm-gateway",
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"trial-gatefarm-gateway"},"spec":{"replicas":7}}
            """,
            "/api/v1/namespaces/farm/secrets/trial-gatefarm-redis",
            """
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"trial-gatefarm-redis"},"data":{"password":"a2VwdA=="}}
            """);

    private static Release upgrade(Map<String, ?> values) throws Exception {
        try (var cluster = new Cluster(FARM)) {
            cluster.use(Path.of(System.getenv("KUBECONFIG")));
            return Chart.renderCopy(CHART, values);
        }
    }

    @Test
    void replicas_autoscalingTurnedOn_areThoseThatRun() throws Exception {
        Release release = upgrade(Map.of("gateway.autoscaling.enabled", true, "worker.autoscaling.enabled", true));

        assertThat(release.ending("Deployment", "-gateway")
                        .spec()
                        .get("replicas")
                        .getAsInt())
                .isEqualTo(7);
        // it does not run yet
        assertThat(release.ending("Deployment", "-worker").spec().has("replicas"))
                .isFalse();
    }

    @Test
    void password_upgrade_isKept() throws Exception {
        JsonObject secret = upgrade(Map.of()).ending("Secret", "-redis").json().getAsJsonObject("stringData");

        assertThat(secret.get("password").getAsString()).isEqualTo("kept");
        assertThat(secret.get("redis-auth.conf").getAsString()).isEqualTo("requirepass kept\n");
    }
}
