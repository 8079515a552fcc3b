"""Worker: what runs without anybody knocking: relay, schedules, jobs."""
