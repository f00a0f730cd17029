package io.gatefarm.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.SimpleFileServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The chat's page in a real browser. Skipped where Chromium or its driver is missing. */
@Timeout(120)
class ChatPageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private ChatFarm farm;
    private ChromeDriver anna;
    private ChromeDriver bob;

    @BeforeEach
    void start() throws IOException {
        Optional<Path> chromium = onPath("chromium");
        Optional<Path> chromedriver = onPath("chromedriver");
        assumeTrue(chromium.isPresent() && chromedriver.isPresent(), "chromium and chromedriver are not on the PATH");
        Files.createDirectories(SCREENSHOTS);
        String redis = System.getenv("GATEFARM_TEST_REDIS");
        String app = "page-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        farm = ChatFarm.start(new FarmPlan(2, 1, 0, 0, app, redis == null ? "" : redis));
        anna = browser(chromium.get(), chromedriver.get());
        bob = browser(chromium.get(), chromedriver.get());
    }

    @AfterEach
    void stop() {
        Stream.of(anna, bob).filter(browser -> browser != null).forEach(ChromeDriver::quit);
        if (farm != null) {
            farm.close();
        }
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static ChromeDriver browser(Path chromium, Path chromedriver) {
        var options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(List.of(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--force-prefers-reduced-motion",
                "--window-size=1280,800"));
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .build();
        return new ChromeDriver(service, options);
    }

    @Test
    void twoPages_onTwoGateways_chat() throws IOException {
        join(anna, "http://localhost:" + farm.gateways().get(0).port() + "/", "Anna");
        join(bob, "http://localhost:" + farm.gateways().get(1).port() + "/", "Bob");
        await(anna, "#members li:nth-child(2)");

        write(anna, "Hello from the first gateway");
        write(bob, "Hello from the second");

        for (ChromeDriver page : List.of(anna, bob)) {
            awaitText(page, "#messages", "Hello from the first gateway");
            awaitText(page, "#messages", "Hello from the second");
        }
        assertThat(bob.findElements(By.cssSelector("#members li[data-client-id]")))
                .hasSize(2);
        screenshot(bob, "chat-desktop.png");

        var recipient = new Select(anna.findElement(By.id("recipient")));
        recipient.selectByVisibleText(recipient.getOptions().stream()
                .map(WebElement::getText)
                .filter(text -> text.contains("Bob"))
                .findFirst()
                .orElseThrow());
        write(anna, "only for you");
        awaitText(bob, "#messages li.message[data-kind=private]", "only for you");

        bob.manage().window().setSize(new Dimension(390, 844));
        screenshot(bob, "chat-phone.png");
    }

    @Test
    void page_onAnotherServer_reachesTheGatewayByItsParameter() throws IOException {
        Path web = Path.of("..", "chat", "src", "main", "resources", "web")
                .toAbsolutePath()
                .normalize();
        var files = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), web, SimpleFileServer.OutputLevel.NONE);
        files.start();
        try {
            int gateway = farm.gateways().get(0).port();
            join(
                    anna,
                    "http://localhost:" + files.getAddress().getPort() + "/?gateway=ws://localhost:" + gateway + "/",
                    "Anna");
            write(anna, "from elsewhere");
            awaitText(anna, "#messages", "from elsewhere");
        } finally {
            files.stop(0);
        }
    }

    @Test
    void page_connectionLost_comesBackByItself() throws IOException {
        join(anna, "http://localhost:" + farm.gateways().get(0).port() + "/", "Anna");
        String id = anna.findElement(By.cssSelector("#members li")).getDomAttribute("data-client-id");

        farm.workers().get(0).gateway().closeClient(String.valueOf(id), 4200, "for the test");
        await(anna, "#messages li.system");
        new WebDriverWait(anna, PATIENCE).until(page -> {
            List<WebElement> members = anna.findElements(By.cssSelector("#members li"));
            return online(anna)
                    && members.size() == 1
                    && !String.valueOf(id).equals(members.get(0).getDomAttribute("data-client-id"));
        });
        write(anna, "back again");
        awaitText(anna, "#messages", "back again");
    }

    private static void join(ChromeDriver page, String url, String name) {
        page.get(url);
        page.findElement(By.id("name")).sendKeys(name);
        page.findElement(By.id("join")).click();
        new WebDriverWait(page, PATIENCE).until(p -> online(page));
    }

    private static boolean online(ChromeDriver page) {
        return "online".equals(page.findElement(By.id("state")).getDomAttribute("data-state"));
    }

    private static void write(ChromeDriver page, String text) {
        page.findElement(By.id("input")).sendKeys(text);
        page.findElement(By.id("send")).click();
    }

    private static void await(ChromeDriver page, String selector) {
        new WebDriverWait(page, PATIENCE)
                .until(p -> !page.findElements(By.cssSelector(selector)).isEmpty());
    }

    private static void awaitText(ChromeDriver page, String selector, String text) {
        new WebDriverWait(page, PATIENCE)
                .until(p -> page.findElements(By.cssSelector(selector)).stream()
                        .anyMatch(element -> element.getText().contains(text)));
    }

    private static void screenshot(ChromeDriver page, String name) throws IOException {
        Files.write(SCREENSHOTS.resolve(name), page.getScreenshotAs(OutputType.BYTES));
    }
}
