package io.hookbridge.inbound.verify.preset;

/**
 * What is wrong with a preset.
 *
 * @param pointer where it stands (RFC 6901); empty for the whole
 * @param sentence what must stand there; repeats nothing of what does
 */
public record Mistake(String pointer, String sentence) {

    @Override
    public String toString() {
        return (pointer.isEmpty() ? "the preset" : pointer) + ": " + sentence;
    }
}
