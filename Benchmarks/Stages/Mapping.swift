// Records to lines: mapper and encoder on an index that is ready, and the search for personal data.

import AudienceManager
import SluiceBytes

func addMapping() {
  let jobs = [
    ("plain pairs", "crm-pairs", "crm"), ("values, bands, traits", "crm", "crm"),
    ("20 of 200 columns", "wide", "wide"), ("dirty values", "long", "long"),
    ("every field quoted", "crm-pairs", "quoted"), ("tiny records", "tiny", "tiny"),
  ]
  for (title, job, shape) in jobs {
    add("map, \(title)") {
      let lane = try SampleLane(job: job, shape: shape)
      return { lane.map() }
    }
  }
  for shape in ["crm", "wide", "long"] {
    add("personal data, \(shape)") {
      let lane = try SampleLane(job: shape, shape: shape)
      return {
        var found = 0
        lane.forEachField { if PersonalDataDetector.kind(of: $0) != nil { found += 1 } }
        return found
      }
    }
  }
}
