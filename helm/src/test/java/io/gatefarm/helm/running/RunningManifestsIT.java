package io.gatefarm.helm.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatefarm.helm.Chart;
import io.gatefarm.helm.Manifest;
import io.gatefarm.helm.Release;
import io.gatefarm.redis.embedded.LocalRedis;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart's pods as processes: probes, the test pod, and stops under load, in the order of the manifests. */
class RunningManifestsIT {
    private static final int TALKERS = 12;
    private static final int SIGTERM = 128 + 15;
    private static final Pattern SERIES = Pattern.compile("gatefarm_[a-z_]+");

    private static final Map<String, Object> VALUES =
            Map.of("gateway.settings.drainWindow", "1s", "gateway.preStopSeconds", 1, "test.timeoutSeconds", 10);

    private final AtomicBoolean talking = new AtomicBoolean(true);
    private final LossLedger ledger = new LossLedger();
    private final List<Thread> talkers = new ArrayList<>();
    private HttpClient http;
    private Release release;
    private LocalRedis serverFile;
    private Kubelet kubelet;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        assumeTrue(onPath("redis-cli"), "redis-cli, which the probes of Redis call, is not on the PATH");
        release = Chart.render(VALUES);
        http = HttpClient.newHttpClient();
        // Only its program is of interest: the one that every test uses.
        serverFile = LocalRedis.start();
        var images = new Images(
                Path.of(System.getProperty("gatefarm.folder")),
                System.getProperty("gatefarm.version"),
                program(serverFile));
        kubelet = new Kubelet(release, images, folder);
    }

    @AfterEach
    void end() {
        talking.set(false);
        http.shutdownNow();
        kubelet.close();
        serverFile.close();
    }

    @Test
    void farm_stoppedPodByPodUnderLoad_losesNothing() throws Exception {
        kubelet.start(release.ending("StatefulSet", "-redis")).awaitReady();
        Manifest gateways = release.ending("Deployment", "-gateway");
        Manifest workers = release.ending("Deployment", "-worker");
        Pod oldGateway = kubelet.start(gateways);
        Pod oldWorker = kubelet.start(workers);
        oldGateway.awaitReady();
        oldWorker.awaitReady();

        // what `helm test` runs
        assertThat(testPod()).isZero();
        assertThat(seriesForAutoscalers())
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(name -> await(name)
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> oldGateway.page("/metrics", "admin").matches("(?s).*\\R" + name + "[ {].*")));

        Pod newGateway = kubelet.start(gateways);
        Pod newWorker = kubelet.start(workers);
        startTalking();
        awaitHeard(500);

        // the update of the workers: the new one is ready before the old one goes
        newWorker.awaitReady();
        Pod.Stop workerStop = oldWorker.stop();
        awaitHeard(500);
        assertThat(ledger.wrong()).isEmpty();
        assertThat(ledger.closes()).as("clients notice nothing of workers").isEmpty();

        // the update of the gateways
        newGateway.awaitReady();
        Pod.Stop gatewayStop = oldGateway.stop();
        awaitHeard(500);
        stopTalking();

        assertThat(ledger.wrong()).isEmpty();
        assertThat(ledger.closes()).containsOnlyKeys(4000);
        assertThat(ledger.closes().get(4000)).hasValue(TALKERS);
        assertThat(oldGateway.log())
                .containsPattern("drained clients=" + TALKERS + " gone=true appended=true finished=true");
        assertThat(List.of(workerStop, gatewayStop)).allSatisfy(stop -> {
            assertThat(stop.status()).isEqualTo(SIGTERM);
            assertThat(stop.afterSigterm()).isLessThan(stop.grace());
        });
        System.out.println(
                "heard " + ledger.heard() + ", worker stopped in " + workerStop + ", gateway in " + gatewayStop);
    }

    @Test
    void testPod_noWorker_fails() throws Exception {
        kubelet.start(release.ending("StatefulSet", "-redis")).awaitReady();
        kubelet.start(release.ending("Deployment", "-gateway")).awaitReady();

        assertThat(testPod()).as("no worker runs").isEqualTo(1);
    }

    /** What README.md has an adapter look for. */
    private static List<String> seriesForAutoscalers() {
        return Chart.text(Chart.FOLDER.resolve("README.md"))
                .lines()
                .filter(line -> line.contains("seriesQuery:"))
                .flatMap(line -> SERIES.matcher(line).results().map(MatchResult::group))
                .toList();
    }

    /** Runs the pod of `helm test`; its exit status. */
    private int testPod() throws IOException, InterruptedException {
        Manifest test = release.ending("Pod", "-test");
        Pod pod = kubelet.start(test);
        int status = pod.awaitEnd(Duration.ofSeconds(40));
        System.out.println(pod.log());
        return status;
    }

    private void startTalking() {
        for (int i = 0; i < TALKERS; i++) {
            var talker = new Talker(
                    http, "talker-" + i, () -> kubelet.endpoints("trial-gatefarm-gateway"), talking::get, ledger);
            talkers.add(Thread.ofVirtual().start(talker));
        }
    }

    private void stopTalking() throws InterruptedException {
        talking.set(false);
        for (Thread talker : talkers) {
            assertThat(talker.join(Duration.ofSeconds(20))).isTrue();
        }
    }

    private void awaitHeard(int more) {
        long goal = ledger.heard() + more;
        await().atMost(Duration.ofSeconds(30))
                .failFast(() -> assertThat(ledger.wrong()).isEmpty())
                .until(() -> ledger.heard() >= goal);
    }

    private static Path program(LocalRedis running) {
        Path file = Path.of(ProcessHandle.of(running.pid())
                .flatMap(process -> process.info().command())
                .orElseThrow());
        // Debian's redis-server is a link to a program that looks at the name it is called by
        return file.endsWith("redis-server") ? file : Path.of("redis-server");
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
