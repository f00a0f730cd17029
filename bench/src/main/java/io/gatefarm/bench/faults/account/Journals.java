package io.gatefarm.bench.faults.account;

import io.gatefarm.bench.load.LoadFailedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The journals of all workers of a farm, living and dead, read as they grow. Owned by one thread. */
public final class Journals {
    private final Path folder;
    private final Map<Path, Long> read = new HashMap<>();
    private final List<JournalLine> lines = new ArrayList<>();

    public Journals(Path folder) {
        this.folder = folder;
    }

    /** Forgets what was read; what is written from now on counts. */
    public void forget() {
        readNew();
        lines.clear();
    }

    /** Reads what is new; returns how many lines there are. */
    public int readNew() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".journal")).toList()) {
                readNew(file);
            }
            return lines.size();
        } catch (IOException e) {
            throw new LoadFailedException("cannot read the journals: " + e.getMessage());
        }
    }

    private void readNew(Path file) throws IOException {
        long from = read.getOrDefault(file, 0L);
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) (in.length() - from)];
            in.seek(from);
            in.readFully(bytes);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            read.put(file, from + end);
            new String(bytes, 0, end, StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> JournalLine.parse(line).ifPresent(lines::add));
        }
    }

    /** Clients that were closed and whose connection's name begins so. */
    public long closed(String prefix) {
        var opened = lines.stream()
                .filter(line ->
                        line.kind() == JournalLine.Kind.OPEN && line.text().startsWith(prefix))
                .map(JournalLine::clientId)
                .collect(Collectors.toSet());
        return lines.stream()
                .filter(line -> line.kind() == JournalLine.Kind.CLOSE)
                .map(JournalLine::clientId)
                .filter(opened::contains)
                .distinct()
                .count();
    }

    List<JournalLine> lines() {
        return Collections.unmodifiableList(lines);
    }
}
