-- What a server writes to find out whether writes work again, after one failed for want of room or of a server
-- that takes them. A full disk refuses only what needs new room, so each row fills a page of a new file.
CREATE TABLE write_probe (filler text NOT NULL);
ALTER TABLE write_probe ALTER COLUMN filler SET STORAGE PLAIN;

CREATE FUNCTION probe_write() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    TRUNCATE write_probe;
    INSERT INTO write_probe SELECT repeat('x', 8000) FROM generate_series(1, 128);
END $$;
