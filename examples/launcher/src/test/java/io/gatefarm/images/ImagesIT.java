package io.gatefarm.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.gatefarm.redis.embedded.RedisSource;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Dockerfile's images, built by buildah on a base of this machine's Java, and their processes on a real Redis. */
@Timeout(180)
class ImagesIT {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final String BASE = "localhost/java:25";
    private static final String GATEWAY = "localhost/gatefarm/gateway:test";
    private static final String WORKER = "localhost/gatefarm/worker:test";
    private static final String CHAT = "localhost/gatefarm/chat:test";
    private static final String OWN = "localhost/own:test";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static Buildah buildah;
    private static RedisSource redis;
    private static Map<String, String> variables;
    private static Path gatewayRoot;
    private static Path chatRoot;

    @BeforeAll
    static void build() throws IOException {
        assumeTrue(onPath("buildah"), "buildah is not on the PATH");
        assumeTrue(Files.isWritable(Path.of("/proc/sys/kernel/hostname")), "only root can start an image's process");
        assumeTrue(Runtime.version().feature() >= 25, "images are for Java 25");
        buildah = new Buildah(folder);
        Path base = folder.resolve("base");
        OfflineBase.write(base);
        buildah.image(base, architecture(), OfflineBase.PATH, BASE);
        buildah.build(ROOT, BASE, "gateway", GATEWAY);
        buildah.build(ROOT, BASE, "chat", CHAT);
        buildah.build(ROOT, BASE, "worker", WORKER);
        gatewayRoot = buildah.unpack(GATEWAY);
        chatRoot = buildah.unpack(CHAT);
        redis = RedisSource.open(System.getenv("GATEFARM_TEST_REDIS"));
        variables = Map.of("GATEFARM_REDIS_URI", redis.uri(), "GATEFARM_APP", "images-" + System.nanoTime());
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    void gatewayAndChat_rootReadOnly_answerAClientAndStopInOrder() throws Exception {
        try (var gateway = startGateway();
                var worker = ImageProcess.start(chatRoot, buildah.inspect(CHAT), variables, "--admin-port=0")) {
            Matcher ports = gateway.awaitLine("listens on (\\d+), admin on (\\d+)");
            worker.awaitLine("took partition");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> get(ports.group(2), "/readyz").statusCode() == 200);
            assertThat(get(ports.group(2), "/info").body()).contains("\"version\":\"" + version() + "\"");
            try (var anna = new ImageClient(ports.group(1))) {
                anna.send("{\"type\":\"login\",\"client_name\":\"Anna\",\"room_id\":\"1\"}");

                assertThat(anna.next()).contains("\"type\":\"login\"", "Anna");
                for (ImageProcess process : List.of(gateway, worker)) {
                    assertThat(process.status("Uid")).isEqualTo("Uid: 10001 10001 10001 10001");
                    assertThat(process.maps()).as("netty's own sockets").contains("netty_transport_native_epoll");
                }
                assertThat(gateway.terminate()).isEqualTo(143);
                assertThat(anna.closeCode()).isEqualTo(4000);
                assertThat(worker.terminate()).isEqualTo(143);
            }
        }
    }

    @Test
    void worker_withOwnEventsAsThePageSays_answers() throws Exception {
        Path context = Files.createDirectory(folder.resolve("own"));
        writeJar(Files.createDirectory(context.resolve("target")).resolve("shop.jar"));
        String page = Files.readString(ROOT.resolve("docs/images.md"));
        Matcher block = Pattern.compile("```dockerfile\n(FROM gatefarm/worker:.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertThat(block.find()).isTrue();
        Files.writeString(
                context.resolve("Dockerfile"),
                block.group(1)
                        .replaceFirst("gatefarm/worker:\\S+", WORKER)
                        .replace("com.example.ShopEvents", OwnEvents.class.getName()));
        buildah.build(context, OWN);
        var own = Map.of("GATEFARM_REDIS_URI", redis.uri(), "GATEFARM_APP", "own-" + System.nanoTime());
        try (var gateway =
                        ImageProcess.start(gatewayRoot, buildah.inspect(GATEWAY), own, "--port=0", "--admin-port=0");
                var worker = ImageProcess.start(buildah.unpack(OWN), buildah.inspect(OWN), own, "--admin-port=0");
                var client =
                        new ImageClient(gateway.awaitLine("listens on (\\d+)").group(1))) {
            worker.awaitLine("took partition");
            client.send("hello");

            assertThat(client.next()).isEqualTo("own: hello");
        }
    }

    /** {@code target/lib} keeps what earlier builds have put there, and only {@code clean} takes it away. */
    @Test
    void image_itsJars_areOneOfEachLibrary() throws IOException {
        for (Path root : List.of(gatewayRoot, chatRoot)) {
            Set<String> jars = jars(root.resolve("app/lib"));
            jars.addAll(jars(root.resolve("app")));

            assertThat(jars)
                    .as("jars without their versions; after a change of a version: mvn clean")
                    .extracting(jar -> jar.replaceFirst("-\\d+(\\.\\w+)+(-SNAPSHOT)?", ""))
                    .doesNotHaveDuplicates();
        }
    }

    /** Files that only their builder could read would be of no use to the image's user. */
    @Test
    void image_itsFiles_areReadableByAllAndSayWhoseTheyAre() throws IOException {
        for (String file : List.of("LICENSE", gatewayJar())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            gatewayRoot.resolve("app").resolve(file))))
                    .isEqualTo("rw-r--r--");
        }
        JsonObject labels = buildah.inspect(GATEWAY).getAsJsonObject("config").getAsJsonObject("Labels");
        assertThat(labels.get("org.opencontainers.image.title").getAsString()).isEqualTo("gatefarm-gateway");
        assertThat(labels.get("org.opencontainers.image.version").getAsString()).isEqualTo(version());
    }

    @Test
    void image_itsJars_areTheModulesOwnAndItsLibrariesAndNothingElse() throws IOException {
        assertThat(jars(gatewayRoot.resolve("app/lib"))).noneMatch(jar -> jar.startsWith("gatefarm-"));
        assertThat(jars(gatewayRoot.resolve("app"))).allMatch(jar -> jar.startsWith("gatefarm-"));
        Set<String> inImage = jars(gatewayRoot.resolve("app/lib"));
        inImage.addAll(jars(gatewayRoot.resolve("app")));
        Set<String> packaged = jars(ROOT.resolve("gateway/target/lib"));
        packaged.add(gatewayJar());

        assertThat(inImage).isEqualTo(packaged);
        assertThat(inImage).as("a Redis for development").noneMatch(jar -> jar.contains("embedded"));
        assertThat(inImage).anyMatch(jar -> jar.matches("netty-.*-epoll-.*-linux-aarch_64.jar"));
        assertThat(inImage).anyMatch(jar -> jar.matches("netty-.*-epoll-.*-linux-x86_64.jar"));
    }

    @Test
    void image_forArm64_isBuiltOnAnyMachineAndAlwaysTheSame() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("arm64"));
        Files.createDirectory(empty.resolve("tmp"));
        buildah.image(empty, "arm64", OfflineBase.PATH, "localhost/java:25-arm64");

        for (String name : List.of("localhost/chat:arm64", "localhost/chat:again")) {
            buildah.build(ROOT, "localhost/java:25-arm64", "chat", name, "--no-cache", "--platform", "linux/arm64");
        }

        assertThat(buildah.id("localhost/chat:again")).isEqualTo(buildah.id("localhost/chat:arm64"));
        JsonObject image = buildah.inspect("localhost/chat:arm64");
        assertThat(image.get("architecture").getAsString()).isEqualTo("arm64");
        assertThat(image.get("os").getAsString()).isEqualTo("linux");
    }

    @Test
    void heap_ofASmallContainer_holdsTheInboundBufferFourTimes() throws Exception {
        String options = buildah.inspect(GATEWAY).getAsJsonObject("config").getAsJsonArray("Env").asList().stream()
                .map(JsonElement::getAsString)
                .filter(variable -> variable.startsWith("JAVA_TOOL_OPTIONS="))
                .findFirst()
                .orElseThrow();
        var java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:MaxRAM=512m",
                "-XX:+PrintFlagsFinal",
                "-version");
        java.environment().put("JAVA_TOOL_OPTIONS", options.substring(options.indexOf('=') + 1));

        String flags = new String(java.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        Matcher heap = Pattern.compile("MaxHeapSize\\s+= (\\d+)").matcher(flags);
        assertThat(heap.find()).isTrue();
        assertThat(Long.parseLong(heap.group(1))).isBetween(4L * (64 << 20), 320L << 20);
    }

    private static ImageProcess startGateway() throws IOException {
        return ImageProcess.start(
                gatewayRoot, buildah.inspect(GATEWAY), variables, "--port=0", "--admin-port=0", "--drain-window=100ms");
    }

    private static HttpResponse<String> get(String adminPort, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static String gatewayJar() {
        return Path.of(System.getProperty("gatefarm.gateway.jar")).getFileName().toString();
    }

    private static String version() {
        return gatewayJar().replaceAll("gatefarm-gateway-|\\.jar", "");
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }

    private static void writeJar(Path jar) throws IOException {
        String entry = OwnEvents.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var in = OwnEvents.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
            out.closeEntry();
        }
    }

    private static Set<String> jars(Path folder) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .forEach(names::add);
        }
        return names;
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
