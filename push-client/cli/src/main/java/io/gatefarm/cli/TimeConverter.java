package io.gatefarm.cli;

import io.gatefarm.redis.process.SettingException;
import io.gatefarm.redis.process.Settings;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times as the processes' settings are written: {@code 500ms}, {@code 10s}, {@code 5m}. */
final class TimeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return Settings.read(Map.of(), "--time=" + text).duration("time", Duration.ZERO, Duration.ZERO, "");
        } catch (SettingException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()).replaceFirst("^--time ", ""));
        }
    }
}
