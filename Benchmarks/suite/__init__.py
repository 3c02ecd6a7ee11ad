"""The parts of Benchmarks/run.py: measuring, contenders, cases, bars, reports."""
