package io.gatefarm.examples.mvcpush.demo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser on the example's page. */
final class Chromium implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final ChromeDriver driver;

    private Chromium(Path chromium, Path chromedriver) {
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
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .build();
        this.driver = new ChromeDriver(service, options);
    }

    /** Skips the test where Chromium or its driver is missing. */
    static Chromium start() {
        Optional<Path> chromium = onPath("chromium");
        Optional<Path> chromedriver = onPath("chromedriver");
        assumeTrue(chromium.isPresent() && chromedriver.isPresent(), "chromium and chromedriver are not on the PATH");
        return new Chromium(chromium.get(), chromedriver.get());
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Chromium open(String url) {
        driver.get(url);
        return this;
    }

    /** Another tab of the same browser, which is the one in use from now on. */
    void openTab(String url) {
        driver.executeScript("window.open(arguments[0])", url);
        until(() -> driver.getWindowHandles().size() == 2);
        switchTab();
    }

    void switchTab() {
        String current = driver.getWindowHandle();
        String other = driver.getWindowHandles().stream()
                .filter(handle -> !handle.equals(current))
                .findFirst()
                .orElseThrow();
        driver.switchTo().window(other);
    }

    String url() {
        return String.valueOf(driver.getCurrentUrl());
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<String> texts(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    void login(String url, String name, String team) {
        open(url);
        find("#name").sendKeys(name);
        choose("team", team);
        find("#login").click();
        awaitState("live");
    }

    /** Pushes with the form. */
    void push(String kind, String to, String text) {
        choose("to", kind);
        if (kind.equals("user")) {
            find("#to-user").clear();
            find("#to-user").sendKeys(to);
        } else if (kind.equals("team")) {
            choose("to-team", to);
        }
        find("#text").sendKeys(text);
        find("#push").click();
        until(() -> String.valueOf(find("#text").getDomProperty("value")).isEmpty());
    }

    private void choose(String radio, String value) {
        find("label:has(input[name='" + radio + "'][value='" + value + "'])").click();
    }

    void awaitState(String state) {
        until(() -> driver.findElements(By.cssSelector("#state[data-state='" + state + "']"))
                        .size()
                == 1);
    }

    /** The texts of the pushes shown, the newest first, once the newest is that. */
    List<String> awaitPush(String newest) {
        until(() -> {
            List<String> shown = texts("#pushes li p");
            return !shown.isEmpty() && shown.get(0).equals(newest);
        });
        return texts("#pushes li p");
    }

    void until(BooleanSupplier condition) {
        new WebDriverWait(driver, PATIENCE).until(page -> condition.getAsBoolean());
    }

    void prefersDark() {
        var dark = Map.of("name", "prefers-color-scheme", "value", "dark");
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(dark)));
    }

    void isAPhone() {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
    }

    /** True when the page is no wider than the window. */
    boolean fits() {
        return Boolean.TRUE.equals(driver.executeScript(
                "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }

    /** What the page complained about: script errors and what its content policy refused. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
