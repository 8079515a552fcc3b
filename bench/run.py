"""Every benchmark, one after the other: `make bench`."""

from bench import import_orders, ingest, ledger, start_up


def main() -> None:
    for benchmark in (start_up, import_orders, ingest, ledger):
        print(f"== {benchmark.__name__.removeprefix('bench.')}: {(benchmark.__doc__ or '').splitlines()[0]}")
        benchmark.main()
        print()


if __name__ == "__main__":
    main()
