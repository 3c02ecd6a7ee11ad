// What importing `Sluice` brings along: the values its options and results are made of, and no more of the
// modules that have them.

@_exported public import enum AudienceManager.IDSuspicion
@_exported public import enum AudienceManager.IDType
@_exported public import struct AudienceManager.InboundFileName
@_exported public import enum AudienceManager.Limits
@_exported public import struct AudienceManager.LineCounts
@_exported public import enum AudienceManager.Packing
@_exported public import struct AudienceManager.PartnerName
@_exported public import enum AudienceManager.ReportTerm
@_exported public import enum AudienceManager.TransferMode
@_exported public import struct SluiceCodecs.CompressionLevel
@_exported public import enum SluiceCodecs.Packaging
@_exported public import struct SluiceMapping.DialectClash
@_exported public import enum SluiceMapping.DialectText
@_exported public import enum SluiceMapping.MappingCheck
@_exported public import struct SluiceMapping.MappingOverrides
@_exported public import struct SluiceMapping.MappingPlaces
@_exported public import struct SluiceMapping.MappingProblem
@_exported public import struct SluiceMapping.PlacedMapping
@_exported public import struct SluiceRecords.DialectSettings
@_exported public import struct SluiceRecords.KeylessColumn
@_exported public import struct SluiceRecords.Mapping
@_exported public import struct SluiceRecords.RecordCounts
@_exported public import enum SluiceRecords.RejectReason
