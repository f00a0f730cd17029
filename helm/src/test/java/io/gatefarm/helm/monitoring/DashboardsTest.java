package io.gatefarm.helm.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboards as Grafana takes them: ids, places, units, data source. */
final class DashboardsTest {
    private static final int WIDTH = 24;
    /** Panels that one screen shows without scrolling, in Grafana's grid. */
    private static final int SCREEN_ROWS = 25;

    private static final Pattern SELECTOR = Pattern.compile("\\{[^}]*}");
    private static final String CHOSEN = "namespace=~\"$namespace\",farm=~\"$farm\"";
    private static final Pattern UNSELECTED = Pattern.compile("\\b(?:gatefarm|jvm|process)_\\w+(?![\\w{])");

    @Test
    void dashboards_all_haveIdsOfTheirOwn() throws IOException {
        assertThat(Dashboards.all()).hasSize(3);
        assertThat(Dashboards.all().stream().map(d -> d.get("uid").getAsString()))
                .doesNotHaveDuplicates()
                .allMatch(uid -> uid.startsWith("gatefarm-"));
        for (JsonObject dashboard : Dashboards.all()) {
            assertThat(Dashboards.panels(dashboard).stream()
                            .map(p -> p.get("id").getAsInt()))
                    .doesNotHaveDuplicates();
            assertThat(Dashboards.panels(dashboard).stream()
                            .map(p -> p.get("title").getAsString()))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void panels_ofEachDashboard_neverOverlap() throws IOException {
        for (JsonObject dashboard : Dashboards.all()) {
            Set<List<Integer>> taken = new HashSet<>();
            for (JsonObject panel : Dashboards.panels(dashboard)) {
                var at = panel.getAsJsonObject("gridPos");
                int x = at.get("x").getAsInt();
                int y = at.get("y").getAsInt();
                for (int column = x; column < x + at.get("w").getAsInt(); column++) {
                    for (int row = y; row < y + at.get("h").getAsInt(); row++) {
                        assertThat(column).isLessThan(WIDTH);
                        assertThat(taken.add(List.of(column, row)))
                                .as("%s at %d,%d", panel.get("title"), column, row)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void panels_withQueries_haveUnitDescriptionAndTheChosenSource() throws IOException {
        for (JsonObject dashboard : Dashboards.all()) {
            for (JsonObject panel : Dashboards.panels(dashboard)) {
                if (panel.get("type").getAsString().equals("row")) {
                    continue;
                }
                assertThat(panel.get("description").getAsString()).isNotBlank();
                assertThat(panel.getAsJsonObject("fieldConfig")
                                .getAsJsonObject("defaults")
                                .get("unit")
                                .getAsString())
                        .isNotBlank();
                assertThat(source(panel)).isEqualTo("${datasource}");
                assertThat(Dashboards.targets(panel)).isNotEmpty().allSatisfy(target -> {
                    assertThat(source(target)).isEqualTo("${datasource}");
                    String query = target.get("expr").getAsString();
                    assertThat(SELECTOR.matcher(query).results().map(MatchResult::group))
                            .isNotEmpty()
                            .allSatisfy(selector -> assertThat(selector).contains(CHOSEN));
                    assertThat(query).doesNotContainPattern(UNSELECTED);
                });
            }
        }
    }

    @Test
    void dashboards_all_askForSourceNamespaceAndFarm() throws IOException {
        for (JsonObject dashboard : Dashboards.all()) {
            assertThat(dashboard
                            .getAsJsonObject("templating")
                            .getAsJsonArray("list")
                            .asList())
                    .extracting(
                            variable -> variable.getAsJsonObject().get("name").getAsString())
                    .containsExactly("datasource", "namespace", "farm");
        }
    }

    private static String source(JsonObject of) {
        return of.getAsJsonObject("datasource").get("uid").getAsString();
    }

    @Test
    void overview_whole_fitsOneScreen() throws IOException {
        var overview = Dashboards.all().stream()
                .filter(d -> d.get("uid").getAsString().equals("gatefarm-overview"))
                .findFirst()
                .orElseThrow();
        assertThat(Dashboards.panels(overview)).allSatisfy(panel -> {
            var at = panel.getAsJsonObject("gridPos");
            assertThat(at.get("y").getAsInt() + at.get("h").getAsInt()).isLessThanOrEqualTo(SCREEN_ROWS);
        });
    }

    @Test
    void overview_nothingIsLeftThatCouldAnswer_saysThatNothingIsReady() throws IOException {
        assertThat(Dashboards.queries())
                .filteredOn(query -> query.panel().endsWith(" ready"))
                .hasSize(4)
                .allSatisfy(query -> assertThat(query.expression()).endsWith(" or vector(0)"));
    }
}
