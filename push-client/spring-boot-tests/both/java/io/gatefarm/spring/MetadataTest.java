package io.gatefarm.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an editor knows about the properties. */
class MetadataTest {
    @Test
    void metadata_everyProperty_hasTypeAndDescription() throws IOException {
        Map<String, JsonObject> properties = properties();

        assertThat(properties)
                .containsOnlyKeys(
                        "gatefarm.redis-uri",
                        "gatefarm.app",
                        "gatefarm.redis-timeout",
                        "gatefarm.redis-user",
                        "gatefarm.redis-password",
                        "gatefarm.redis-password-file",
                        "gatefarm.sentinel-password-file",
                        "gatefarm.redis-ca-file",
                        "gatefarm.redis-cert-file",
                        "gatefarm.redis-key-file",
                        "gatefarm.enabled",
                        "management.health.gatefarm.enabled");
        assertThat(properties.values()).allSatisfy(property -> {
            assertThat(property.get("type").getAsString()).startsWith("java.");
            assertThat(property.get("description").getAsString()).endsWith(".");
        });
        assertThat(properties.get("gatefarm.redis-uri").get("defaultValue").getAsString())
                .isEqualTo("redis://127.0.0.1:6379");
    }

    private static Map<String, JsonObject> properties() throws IOException {
        Map<String, JsonObject> properties = new LinkedHashMap<>();
        ClassLoader loader = MetadataTest.class.getClassLoader();
        for (URL file : Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = file.openStream()) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                if (text.contains("io.gatefarm.spring")) {
                    JsonObject all = JsonParser.parseString(text).getAsJsonObject();
                    for (JsonElement one : all.getAsJsonArray("properties")) {
                        JsonObject property = one.getAsJsonObject();
                        properties.put(property.get("name").getAsString(), property);
                    }
                }
            }
        }
        return properties;
    }
}
