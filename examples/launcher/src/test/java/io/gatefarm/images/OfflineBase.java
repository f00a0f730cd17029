package io.gatefarm.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/** The files of a base image, made of this machine's JDK and C library, for want of a registry: a Java runtime and nothing else. */
final class OfflineBase {
    /** What gateway and worker use. */
    private static final String MODULES =
            "java.base,java.logging,java.management,java.naming,java.security.jgss,java.sql,"
                    + "java.xml,jdk.httpserver,jdk.management,jdk.unsupported";

    /** Where java is found in the image. */
    static final String PATH = "/opt/java/bin";

    private static final Pattern LIBRARY = Pattern.compile("\\s(/\\S+\\.so\\S*) \\(");

    private OfflineBase() {}

    static void write(Path root) throws IOException {
        for (String folder : List.of("opt", "tmp", "proc", "dev", "etc")) {
            Files.createDirectories(root.resolve(folder));
        }
        Files.writeString(root.resolve("etc/hosts"), "127.0.0.1 localhost\n");
        Files.writeString(root.resolve("etc/resolv.conf"), "nameserver 127.0.0.1\n");
        Path java = root.resolve("opt/java");
        jlink(java);
        for (Path library : libraries(List.of(java.resolve("bin/java"), java.resolve("lib/server/libjvm.so")))) {
            if (!library.startsWith(root)) {
                Path copy = root.resolve(library.toString().substring(1));
                Files.createDirectories(copy.getParent());
                Files.copy(library.toRealPath(), copy);
            }
        }
    }

    private static void jlink(Path target) {
        int status = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--add-modules",
                        MODULES,
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        target.toString());
        if (status != 0) {
            throw new AssertionError("jlink ended with " + status);
        }
    }

    /** The libraries that the dynamic linker would load for the files, by the paths at which it looks for them. */
    private static Set<Path> libraries(List<Path> files) throws IOException {
        Set<Path> libraries = new TreeSet<>();
        for (Path file : files) {
            Process ldd = new ProcessBuilder("ldd", file.toString()).start();
            String printed = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = LIBRARY.matcher(printed);
            while (matcher.find()) {
                Path library = Path.of(matcher.group(1));
                if (Files.exists(library, LinkOption.NOFOLLOW_LINKS)) {
                    libraries.add(library);
                }
            }
        }
        return libraries;
    }
}
